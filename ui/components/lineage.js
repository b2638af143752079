// Ancestors on the left, the model itself in the middle, what is based on it on the right.
export default function ({ data, parentElement, setTriggerValue }) {
  const width = 210, gap = 90, height = 34, step = 46, names = "http://www.w3.org/2000/svg";
  const levels = [...new Set(data.nodes.map((node) => node.level))].sort((a, b) => a - b);
  const columns = levels.map((level) => data.nodes.filter((node) => node.level === level));
  const tall = Math.max(...columns.map((column) => column.length)) * step;
  const places = new Map();
  columns.forEach((column, x) => column.forEach((node, y) =>
    places.set(node.id, { x: x * (width + gap), y: (tall - column.length * step) / 2 + y * step + (step - height) / 2 })));
  const wide = columns.length * (width + gap) - gap;
  const draw = document.createElementNS(names, "svg");
  draw.setAttribute("width", wide);
  draw.setAttribute("height", tall);
  draw.setAttribute("aria-hidden", "true");
  for (const edge of data.edges) {
    const from = places.get(edge.parent), to = places.get(edge.child);
    if (!from || !to) continue;
    const a = [from.x + width, from.y + height / 2], b = [to.x, to.y + height / 2], bend = gap / 2;
    const line = document.createElementNS(names, "path");
    line.setAttribute("d", `M${a[0]} ${a[1]} C${a[0] + bend} ${a[1]} ${b[0] - bend} ${b[1]} ${b[0]} ${b[1]}`);
    line.setAttribute("class", "edge");
    draw.append(line);
  }
  const box = (node) => {
    const place = places.get(node.id);
    const shown = node.open ? link(node.href, () => setTriggerValue("open", node.open), node.name) : el("span", {}, node.name);
    shown.setAttribute("class", "node" + (node.level === 0 ? " self" : ""));
    shown.setAttribute("title", node.title || node.name);
    shown.style.left = place.x + "px";
    shown.style.top = place.y + "px";
    shown.style.width = width + "px";
    shown.style.height = height + "px";
    return shown;
  };
  const field = el("div", { class: "field" }, draw, data.nodes.map(box));
  field.style.width = wide + "px";
  field.style.height = tall + "px";
  mount(parentElement, el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": data.label }, field));
}
