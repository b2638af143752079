export default function ({ data, parentElement, setTriggerValue }) {
  const words = data.words;
  const shell = el("div", { class: "reader" });
  const pieces = new Map(); // mark id → the runs it covers
  const owners = new Map(); // mark id → what states it: claims, sentences, notes
  let held = []; // ids kept lit by a click

  const note = (map, id, node) => (map.get(id) || map.set(id, []).get(id)).push(node);
  const light = (ids) => {
    for (const node of shell.querySelectorAll(".lit")) node.classList.remove("lit");
    for (const id of ids)
      for (const node of [...(pieces.get(id) || []), ...(owners.get(id) || [])]) {
        node.classList.add("lit");
        const record = node.closest(".record");
        if (record) record.classList.add("lit");
      }
  };
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  const show = (node) => node && node.scrollIntoView({ block: "center", behavior: still });
  const toText = (ids) => {
    held = ids;
    light(ids);
    const first = ids.map((id) => pieces.get(id)).filter(Boolean).map((found) => found[0]);
    show(first.find((node) => node.offsetParent !== null) || first[0]);
  };
  const toRecord = (id) => {
    held = [id];
    const owner = (owners.get(id) || [])[0];
    const card = owner ? owner.closest(".record") : shell.querySelector(`.record[data-number="${data.marks[id].record}"]`);
    if (card) card.open = true;
    light([id]);
    if (card) card.classList.add("lit");
    const side = shell.querySelector(".side");
    const target = owner || card;
    if (target && side) side.scrollTo({ top: target.offsetTop - side.clientHeight / 3, behavior: still });
  };
  const source = (ids) => ({
    mouseenter: () => light(ids), mouseleave: () => light(held),
    focus: () => light(ids), blur: () => light(held), click: () => toText(ids),
  });

  function run([text, ids]) {
    const kinds = ids.map((id) => data.marks[id]);
    if (!ids.length) return document.createTextNode(text);
    const classes = new Set(kinds.map((mark) => mark.kind));
    const fields = kinds.filter((mark) => mark.kind === "field");
    if (fields.length) { classes.delete("dropped"); if (fields.length > 1) classes.add("nested"); }
    if (kinds.some((mark) => mark.wrong)) classes.add("wrong");
    const inner = [...ids].reverse().find((id) => data.marks[id].kind === "field")
      || [...ids].reverse().find((id) => ["mention", "comparison", "problem"].includes(data.marks[id].kind));
    const node = el("span", { class: [...classes].join(" "), "data-marks": ids.join(" "),
      title: inner ? data.marks[inner].title : kinds.map((mark) => mark.title).filter(Boolean)[0] }, text);
    for (const id of ids) note(pieces, id, node);
    if (inner) {
      const shown = [inner];
      if (pieces.get(inner).length === 1) { node.tabIndex = 0; node.setAttribute("role", "button"); }
      node.addEventListener("mouseenter", () => light(shown));
      node.addEventListener("mouseleave", () => light(held));
      node.addEventListener("click", () => toRecord(inner));
      node.addEventListener("keydown", (event) => { if (event.key === "Enter") toRecord(inner); });
    }
    return node;
  }

  function summary(given, label) {
    if (!given || !given.sentences.length) return null;
    return el("div", { class: "summary" }, el("span", { class: "tag" }, label),
      given.sentences.map((sentence) => {
        const node = el("span", { class: "sentence" + (sentence.supported ? "" : " unsupported"), tabindex: sentence.ids.length ? 0 : null,
          title: sentence.supported ? null : words.unsupported,
          on: sentence.ids.length ? source(sentence.ids) : {} }, sentence.text);
        for (const id of sentence.ids) note(owners, id, node);
        return node;
      }));
  }

  function part(given) {
    const head = given.kind === "segment" && el("header", {},
      el("span", {}, given.role), given.title && el("strong", {}, given.title),
      given.author && el("span", {}, given.author), given.time && el("span", {}, given.time));
    return el("div", { class: "part " + given.kind, id: given.id || null }, head,
      given.heading && given.heading.length > 0 && el("div", { class: "source heading" }, given.heading.map(run)),
      summary(given.summary, words.gist),
      el("div", { class: "source" }, given.runs.map(run)));
  }

  function claim(record, given) {
    const button = el("button", { class: "show", type: "button", on: source([given.mark]) },
      el("span", { class: "name" }, given.label), " ",
      el("span", { class: "value" + (given.fix ? " struck" : "") }, given.value), " ",
      given.hedged && el("span", { class: "chip" }, words.hedged),
      given.fix && el("span", { class: "fixed" }, given.fix),
      el("span", { class: "quote" }, "「" + given.quote + "」 " + given.voice + (given.found ? " · " + given.found : "")),
      given.against && el("span", { class: "against" }, given.against));
    const row = el("div", { class: "claim", "data-mark": given.mark }, button,
      el("button", { class: "plain", type: "button", title: words.correctTitle,
        on: { click: () => setTriggerValue("correct", { record: record.number, claim: given.number }) } }, words.correct));
    note(owners, given.mark, row);
    return row;
  }

  function card(record) {
    const node = el("details", { class: "record", "data-number": record.number, open: record.open },
      el("summary", {}, el("b", {}, record.name),
        record.organisation && el("span", { class: "quiet small" }, record.organisation),
        record.central && el("span", { class: "chip accent" }, words.central),
        record.fix && el("span", { class: "chip" }, record.fix),
        record.wrong > 0 && el("span", { class: "chip alarm" }, words.contradicted + " " + record.wrong),
        el("span", { class: "quiet small" }, record.claims.length ? record.claims.length + " " + words.fields : words.mentionOnly)),
      el("div", { class: "inside" }, record.claims.map((given) => claim(record, given)),
        el("div", { class: "foot" },
          link(record.href, () => setTriggerValue("model", record.identity), words.openModel),
          record.mentions.length > 0 && el("button", { class: "plain", type: "button", on: source(record.mentions) },
            words.mentions + " " + record.mentions.length))));
    return node;
  }

  const jot = (given) => {
    const node = el(given.ids.length ? "button" : "div", { class: "note" + (given.ids.length ? " show" : ""),
      on: given.ids.length ? source(given.ids) : {} }, given.text);
    for (const id of given.ids) note(owners, id, node);
    return node;
  };
  const section = (title, list, draw) => list.length > 0
    && el("section", {}, el("h2", {}, title, el("span", { class: "quiet small" }, list.length)), list.map(draw));
  const toggle = (name, label, on) => {
    const box = el("input", { type: "checkbox", on: { change: () => shell.classList.toggle(name, box.checked) } });
    box.checked = on;
    shell.classList.toggle(name, on);
    return el("label", {}, box, label);
  };

  shell.append(
    el("div", { class: "head" }, el("h1", {}, data.title), el("div", { class: "quiet small" }, data.meta.join(" · "))),
    summary(data.summary, data.summaryLabel) || "",
    el("div", { class: "tools" },
      data.dropped > 0 && toggle("dropped-shown", words.showDropped, shown(parentElement, "dropped-shown")),
      toggle("mentions-hidden", words.hideMentions, shown(parentElement, "mentions-hidden"))),
    el("div", { class: "body" },
      el("div", { class: "text", lang: data.lang }, data.parts.map(part)),
      el("aside", { class: "side", "aria-label": words.records },
        section(words.records, data.records, card),
        section(words.comparisons, data.comparisons, jot),
        section(words.problems, data.problems, jot))));
  mount(parentElement, shell);
  if (data.focus && data.marks[data.focus] && parentElement.shownFocus !== data.focus) {
    parentElement.shownFocus = data.focus; toText([data.focus]); toRecord(data.focus); }
}

function shown(parentElement, name) {
  const before = parentElement.querySelector(".reader");
  return Boolean(before && before.classList.contains(name));
}
