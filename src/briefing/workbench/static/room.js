// Who is in the room, what they are told, and how it looks.
import { ask, at, drop, emit, h, keepRoom, many, on, send, state } from "/static/parts.js";
import { change } from "/static/facts.js";

const chosen = () => new Set(state.room.people);

const pick = (id, wanted) => {
  const order = state.start.personas.map((each) => each.id);
  keepRoom((room) => ({ people: order.filter((each) => (each === id ? wanted : room.people.includes(each))) }));
};

const card = (person, icon) => {
  const box = h("input", { type: "checkbox", value: person.id, checked: chosen().has(person.id), onchange: () => pick(person.id, box.checked) });
  on("room", () => { box.checked = chosen().has(person.id); });
  return h("label", { class: "person", title: person.titles.join(", ") },
    h("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, h("path", { d: icon })), h("b", {}, person.name), h("span", {}, person.goal), box);
};

// Groups of one stand together at the end: a heading over each of them would say their names twice.
const groups = () => {
  const { personas, groups: all } = state.start;
  const of = (each) => personas.filter((one) => each.members.includes(one.id));
  const grouped = new Set(all.flatMap((each) => each.members));
  const single = all.filter((each) => of(each).length === 1);
  const icons = new Map(all.flatMap((each) => each.members.map((one) => [one, each.icon])));
  const rows = [...all.filter((each) => of(each).length > 1).map((each) => ({ name: each.name, people: of(each) })),
    { name: "Others", people: single.flatMap(of) }, { name: "Your own", people: personas.filter((each) => !grouped.has(each.id)) }];
  return rows.filter((each) => each.people.length).map((each) => h("fieldset", { class: "group" },
    h("legend", { class: "said" }, each.name),
    h("div", { class: "head" }, h("h3", { "aria-hidden": "true" }, each.name), each.people.length > 1 && each.name !== "Others" && h("button", {
      type: "button", class: "quiet", onclick: () => keepRoom((room) => ({ people: [...new Set([...room.people, ...each.people.map((one) => one.id)])] })),
    }, `All of ${each.name}`)),
    h("div", { class: "people" }, each.people.map((one) => card(one, icons.get(one.id) ?? "")))));
};

const names = () => {
  const place = h("div", { class: "pair" });
  const draw = () => {
    if (place.contains(document.activeElement)) return;
    const people = state.start.personas.filter((each) => chosen().has(each.id));
    place.replaceChildren(...people.map((each) => {
      const input = h("input", { id: `named-${each.id}`, autocomplete: "off", value: at(state.values, ["audience-names", each.id]) ?? "", oninput: () => change(["audience-names", each.id], input.value) });
      return h("div", { class: "field" }, h("label", { for: input.id }, `${each.name}: who is it?`), input);
    }));
    box.hidden = !people.length;
  };
  const box = h("section", { class: "group" }, h("h3", {}, "Their names"), h("p", { class: "help" }, "So that slides and notes call them by name. Leave out whom you like."), place);
  on("room", draw);
  on("facts", draw);
  draw();
  return box;
};

// `value()` is what is chosen now, here or in another window.
const choice = (label, name, options, value, kept) => {
  const rows = options.map((each) => [h("input", { type: "radio", name, value: each.value, onchange: () => kept(each.value) }), each]);
  const draw = () => rows.forEach(([input, each]) => { input.checked = each.value === value(); });
  on("room", draw);
  draw();
  return h("fieldset", { class: "choices" }, h("legend", {}, label), rows.map(([input, each]) => h("label", { class: "choice" }, input,
    h("div", {}, h("b", {}, each.label), each.help && h("br"), each.help && h("span", {}, each.help)))));
};

const titled = (name) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("-", " ");
const layouts = () => choice("What is told", "layout",
  state.start.layouts.map((each) => ({ value: each.name, label: titled(each.name), help: each.description })),
  () => state.room.layout || state.start.layout, (layout) => keepRoom({ layout }));

const minutes = () => {
  const input = h("input", { id: "minutes", type: "number", min: 1, max: 240, value: state.room.minutes || "", placeholder: "as the layout says", onchange: () => keepRoom({ minutes: Number(input.value) || 0 }) });
  const layout = () => state.room.layout || state.start.layout;
  const language = h("select", { id: "language", onchange: () => keepRoom((room) => ({ stories: { ...room.stories, [layout()]: { ...room.stories[layout()], language: language.value } } })) },
    h("option", { value: "" }, "As the layout has it"), state.start.languages.map((each) => h("option", { value: each }, { "en-GB": "British English", "en-US": "American English" }[each] ?? each)));
  const notes = h("select", { id: "notes", onchange: () => keepRoom({ notes: notes.value }) },
    [["", "Full"], ["short", "Short"], ["none", "None, for a file that you send"]].map(([value, label]) => h("option", { value }, label)));
  const redact = h("input", { type: "checkbox", checked: state.room.redact, onchange: () => keepRoom({ redact: redact.checked }) });
  const draw = () => {
    language.value = state.room.stories?.[layout()]?.language ?? "";
    notes.value = state.room.notes ?? "";
    redact.checked = Boolean(state.room.redact);
    if (document.activeElement !== input) input.value = state.room.minutes || "";
  };
  on("room", draw);
  draw();
  return h("section", { class: "group" }, h("h3", {}, "How it is told"), h("div", { class: "pair" },
    h("div", { class: "field" }, h("label", { for: "minutes" }, "Minutes that you have"), input, h("p", { class: "help" }, "The story fits the time; the rest is backup.")),
    h("div", { class: "field" }, h("label", { for: "notes" }, "Speaker notes"), notes),
    h("div", { class: "field" }, h("label", { for: "language" }, "Spelling"), language)),
    h("label", { class: "check" }, redact, "For outsiders: without what is confidential, without names, with rounded money"));
};

// What the template makes of the title slide, also while nobody is in the room.
const titleOf = (title) => {
  if (!title) return null;
  const page = h("div", { class: "page", "aria-hidden": "true" });
  page.inert = true;
  page.style.aspectRatio = title.size.join(" / ");
  page.style.setProperty("--body-font", title.fonts[0]);
  page.style.setProperty("--heading-font", title.fonts[1]);
  page.innerHTML = `<div class="grounds">${title.grounds}</div>${title.html}`;
  return h("div", { class: "frame", role: "img", "aria-label": "The title slide in this template" }, page);
};

const look = () => {
  const place = h("div");
  const report = h("div", { role: "status" });
  const draw = () => place.replaceChildren(choice("How it looks", "theme",
    state.start.themes.map((each) => ({ value: each.theme, label: each.name, help: each.theme.startsWith("./") ? "A company template" : "" })),
    () => state.room.theme || "light", (theme) => { report.replaceChildren(); keepRoom({ theme }); }));
  const taken = async ([file]) => {
    if (!file) return;
    report.replaceChildren(h("p", { class: "help" }, `Reading ${file.name}…`));
    try {
      const kept = await send("template", file);
      const found = await ask("/api/template", { name: kept.name });
      if (!state.start.themes.some((each) => each.theme === found.theme)) state.start.themes.push({ theme: found.theme, name: kept.name });
      await keepRoom({ theme: found.theme });
      draw();
      report.replaceChildren(h("div", { class: "box" }, h("h4", {}, `${kept.name} is in use: the slides show it`),
        h("div", { class: "swatches", "aria-hidden": "true" }, found.colors.slice(0, 8).map((each) => { const dot = h("i"); dot.style.background = each.value; return dot; })),
        titleOf(found.title),
        found.notices.length ? h("ul", { class: "notices" }, found.notices.map((each) => h("li", {}, each))) : null,
        found.corrections.length ? h("details", {}, h("summary", {}, `${many(found.corrections.length, "thing")} set so that all can be read`), h("ul", { class: "notices" }, found.corrections.map((each) => h("li", {}, each)))) : null,
        h("details", {}, h("summary", {}, "What was found in it"), h("ul", { class: "notices" }, found.said.map((each) => h("li", {}, each))))));
    } catch (error) { report.replaceChildren(h("div", { class: "box bad" }, h("p", {}, error.message))); }
  };
  draw();
  return h("section", { class: "group" }, place,
    drop("Your company's template", "A .pptx or .potx file. It stays in this folder; nothing is sent anywhere.", ".pptx,.potx,.ppsx,.pptm,.potm,.ppsm", false, taken), report);
};

export const room = () => [
  h("header", {}, h("h2", {}, "Who is in the room?"), h("p", {}, "The deck speaks to the goals of those whom you choose. Slides come as you choose.")),
  h("div", { class: "group" }, groups()), names(), h("section", { class: "group" }, layouts()), minutes(), look(),
  h("p", {}, h("button", { type: "button", class: "primary", onclick: () => emit("go", { step: "facts" }) }, "On to the facts")),
  (() => { const count = h("p", { class: "help", role: "status" }); const draw = () => { count.textContent = state.room.people?.length ? `${many(state.room.people.length, "person")} in the room`.replace("persons", "people") : "Nobody is in the room yet."; }; on("room", draw); draw(); return count; })(),
];
