// Everything shown is set as text, never as markup: posts and model output are data.
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [event, handler] of Object.entries(value)) node.addEventListener(event, handler);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

// A link within the page: a plain click asks Python, so that the session is kept; any other click is the browser's.
function link(href, trigger, ...children) {
  const go = (event) => {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    trigger();
  };
  return el("a", { href, on: { click: go } }, ...children);
}

function mount(parentElement, node) {
  let root = [...parentElement.children].find((child) => child.className === "root");
  if (!root) {
    root = el("div", { class: "root" });
    parentElement.append(root);
  }
  root.replaceChildren(node);
}
