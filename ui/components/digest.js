export default function ({ data, parentElement, setTriggerValue }) {
  const post = (given) => el("article", {},
    el("h3", {}, link(given.href, () => setTriggerValue("open", { post: given.id }), given.title)),
    el("div", { class: "quiet small" }, given.meta.join(" · ")),
    given.summary && el("p", {}, given.summary),
    el("ul", {}, given.models.map((model) => el("li", {},
      link(model.href, () => setTriggerValue("open", { model: model.identity }), el("b", {}, model.name)),
      model.facts.map((fact) => [" · ", fact.text, fact.alarm && el("span", { class: "alarm-text" }, " " + fact.alarm)])))));
  mount(parentElement, el("div", { class: "digest" }, data.stories.map((story) => el("section", {},
    story.title && el("h2", {}, story.title, el("span", { class: "quiet small" }, " " + story.count)),
    story.posts.map(post)))));
}
