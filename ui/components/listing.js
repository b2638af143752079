export default function ({ data, parentElement, setTriggerValue }) {
  const row = (given) => el("li", { class: "row" + (given.unread ? " unread" : "") },
    el("div", { class: "line" },
      el("span", { class: "dot", title: given.unread ? data.words.unread : null, "aria-label": given.unread ? data.words.unread : null }),
      link(given.href, () => setTriggerValue("open", given.id), el("span", { class: "title" }, given.title)),
      el("span", { class: "marks" }, (given.marks || []).map((mark) => el("span", { class: "chip " + (mark.tone || "") }, mark.text)))),
    given.meta.length > 0 && el("div", { class: "meta quiet small" }, given.meta.join(" · ")),
    given.summary && el("div", { class: "gist" }, given.summary),
    given.models && given.models.length > 0 && el("div", { class: "models" }, given.models.map((name) => el("span", { class: "chip" }, name))));
  const turn = (page, label) => el("button", { type: "button", disabled: page === null,
    on: { click: () => { setTriggerValue("turn", page); parentElement.host?.scrollIntoView?.({ block: "start" }); } } }, label);
  mount(parentElement, el("div", { class: "listing" },
    el("ol", {}, data.rows.map(row)),
    data.pages && el("nav", { class: "pages quiet small" }, turn(data.pages.before, data.words.before),
      el("span", {}, data.pages.text), turn(data.pages.after, data.words.after))));
}
