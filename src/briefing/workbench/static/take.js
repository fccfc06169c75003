// Take it away: the deck as files, for the room or for each of them.
import { h, on, state } from "/static/parts.js";

const WORDS = { pptx: "PowerPoint", pdf: "PDF", html: "Web page", md: "Text (Markdown)" };
const ORDER = ["pptx", "pdf", "html", "md"];

const link = (format, people, label, main = false) => h("a", { class: `button${main ? " primary" : ""}`, href: `/download?format=${format}&for=${encodeURIComponent(people.join(","))}`, download: "", "aria-label": label }, WORDS[format]);

export const take = () => {
  const place = h("div", { class: "group" });
  const draw = () => {
    const people = state.start.personas.filter((each) => state.room.people?.includes(each.id));
    const formats = ORDER.filter((each) => state.start.formats.includes(each));
    if (!people.length) { place.replaceChildren(h("div", { class: "empty" }, h("strong", {}, "There is no deck yet"), h("p", {}, "Choose who is in the room first."))); return; }
    const names = people.map((each) => each.name);
    place.replaceChildren(
      h("section", { class: "group" }, h("h3", {}, `One deck for ${names.length > 3 ? "all of them" : names.join(" and ")}`), h("div", { class: "row" }, formats.map((each, number) => link(each, people.map((one) => one.id), `${WORDS[each]} for ${names.join(", ")}`, !number)))),
      people.length > 1 ? h("section", { class: "group" }, h("h3", {}, "One for each"), h("table", {}, h("tbody", {}, people.map((each) => h("tr", {}, h("th", { scope: "row" }, each.name), h("td", {}, h("div", { class: "row" }, formats.map((one) => link(one, [each.id], `${WORDS[one]} for ${each.name}`))))))))) : "",
      h("details", {}, h("summary", {}, "The same from a terminal"), h("p", { class: "help" }, "For whoever makes it again every month:"), h("pre", { class: "box", tabIndex: 0 }, h("code", {}, state.command ?? ""))));
  };
  on("room", draw);
  on("shown-deck", draw);
  draw();
  return [h("header", {}, h("h2", {}, "Take it away"), h("p", {}, "Every file is complete: native charts and notes in PowerPoint, one file that needs no network as a web page.")), place];
};
