export default function ({ data, parentElement, setTriggerValue }) {
  const go = (where) => setTriggerValue("open", where);
  const cell = (given, column) => {
    const kind = column.number ? "number" : column.date ? "date" : null;
    if (given === null || given === undefined) return el("td", { class: kind }, "");
    if (typeof given !== "object") return el("td", { class: kind }, given);
    const inner = given.open ? link(given.href, () => go(given.open), given.text) : given.text;
    return el("td", { class: [kind, given.tone].filter(Boolean).join(" ") || null }, inner,
      given.chips && given.chips.map((chip) => el("span", { class: "chip " + (chip.tone || "") }, chip.text)),
      given.under && el("span", { class: "under quiet small" }, given.under),
      given.alarm && el("span", { class: "under small alarm-text" }, given.alarm),
      given.good && el("span", { class: "under small good-text" }, given.good),
      given.act !== undefined && el("button", { class: "act", type: "button", on: { click: () => setTriggerValue("act", given.act) } }, given.actText));
  };
  const head = (column) => {
    const sorted = data.sort === column.key;
    return el("th", { scope: "col", class: column.number ? "number" : null, "aria-sort": sorted ? (data.descending ? "descending" : "ascending") : null },
      column.sortable
        ? el("button", { type: "button", on: { click: () => setTriggerValue("sort", column.key) } }, column.label, sorted ? (data.descending ? " ↓" : " ↑") : "")
        : column.label);
  };
  const turn = (page, label) => el("button", { type: "button", disabled: page === null, on: { click: () => setTriggerValue("turn", page) } }, label);
  mount(parentElement, el("div", { class: "sheet" },
    el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": data.label },
      el("table", {},
        el("thead", {}, el("tr", {}, data.columns.map(head))),
        el("tbody", {}, data.rows.map((row) => el("tr", { class: row.tone || null }, row.cells.map((given, n) => cell(given, data.columns[n]))))))),
    data.pages && el("nav", { class: "pages quiet small" }, turn(data.pages.before, data.words.before),
      el("span", {}, data.pages.text), turn(data.pages.after, data.words.after))));
}
