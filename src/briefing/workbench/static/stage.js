// The slides: pictures as the decks have them, drawn anew with every change; one of them in full with all that leads back.
import { ask, emit, h, keepRoom, many, on, say, state } from "/static/parts.js";

const pictures = new Map(); // key → what the pen drew
let deck = null;
let drawing = false;
let again = false;
let viewed = -1;
let backupOpen = false;

const layout = () => state.room.layout || state.start.layout;
const story = (room = state.room) => ({ order: [], out: [], backup: [], titles: {}, texts: {}, language: "", ...(room.stories?.[layout()] ?? {}) });
// `changes` are made on the story as it is then.
const tell = (changes) => keepRoom((room) => { const now = story(room); return { stories: { ...room.stories, [layout()]: { ...now, ...changes(now) } } }; });

const picture = (slide, big = false) => {
  const page = h("div", { class: "page", "aria-hidden": big ? null : "true" });
  if (!big) page.inert = true;
  page.innerHTML = pictures.get(slide.key) ?? "";
  page.style.aspectRatio = deck.size.join(" / ");
  return page;
};

const entries = () => [...new Set(deck.slides.map((each) => each.entry).filter(Boolean))];
const move = (slide, way) => {
  const order = entries();
  const place = order.indexOf(slide.entry);
  const to = place + way;
  if (place < 0 || to < 0 || to >= order.length) return;
  order.splice(place, 1);
  order.splice(to, 0, slide.entry);
  tell(() => ({ order }));
};
const before = (dragged, target) => {
  const order = entries().filter((each) => each !== dragged);
  order.splice(order.indexOf(target), 0, dragged);
  tell(() => ({ order }));
};
const toBackup = (slide) => tell((now) => ({ backup: [...new Set([...now.backup, slide.entry])] }));
const toStory = (slide) => tell((now) => ({ backup: now.backup.filter((each) => each !== slide.entry) }));
const leaveOut = (slide) => tell((now) => ({ out: [...new Set([...now.out, slide.entry])] }));
const name = (slide) => `${slide.page}: ${slide.title}`;

const acts = (slide) => slide.first && slide.entry && [
  h("button", { type: "button", class: "quiet", title: "Earlier", "aria-label": `Earlier: ${slide.title}`, onclick: () => move(slide, -1) }, "↑"),
  h("button", { type: "button", class: "quiet", title: "Later", "aria-label": `Later: ${slide.title}`, onclick: () => move(slide, 1) }, "↓"),
  story().backup.includes(slide.entry)
    ? h("button", { type: "button", class: "quiet", "aria-label": `Back to the story: ${slide.title}`, onclick: () => toStory(slide) }, "To the story")
    : slide.part === "main" && h("button", { type: "button", class: "quiet", "aria-label": `To the backup: ${slide.title}`, onclick: () => toBackup(slide) }, "Backup"),
  h("button", { type: "button", class: "quiet", "aria-label": `Leave out: ${slide.title}`, onclick: () => leaveOut(slide) }, "Leave out"),
];

const thumb = (slide, fresh) => {
  const item = h("li", { class: `slide${fresh ? " fresh" : ""}`, draggable: slide.entry ? "true" : null },
    h("div", { class: "frame" }, picture(slide), h("button", { type: "button", "aria-label": `Slide ${name(slide)}`, onclick: () => look(deck.slides.indexOf(slide)) })),
    h("div", { class: "under" }, h("b", {}, String(slide.page)), h("span", { title: slide.title }, slide.seconds ? `${Math.floor(slide.seconds / 60)}:${String(slide.seconds % 60).padStart(2, "0")} min` : slide.section), h("div", { class: "acts" }, acts(slide))));
  item.addEventListener("dragstart", (event) => { event.dataTransfer.setData("text/plain", slide.entry); item.classList.add("dragged"); });
  item.addEventListener("dragend", () => item.classList.remove("dragged"));
  item.addEventListener("dragover", (event) => { if (slide.entry) { event.preventDefault(); item.classList.add("over"); } });
  item.addEventListener("dragleave", () => item.classList.remove("over"));
  item.addEventListener("drop", (event) => { event.preventDefault(); item.classList.remove("over"); const dragged = event.dataTransfer.getData("text/plain"); if (dragged && dragged !== slide.entry) before(dragged, slide.entry); });
  return item;
};

const backIn = (entry) => tell((now) => ({ out: now.out.filter((each) => each !== entry) }));
const titles = new Map(); // what a slide was called when it was last seen
const called = (entry) => titles.get(entry) ?? `${entry.charAt(0).toUpperCase()}${entry.slice(1).replaceAll("-", " ")}`;
const leftOut = () => (story().out.length ? h("section", { class: "box" }, h("h3", {}, `Left out by you: ${many(story().out.length, "slide")}`),
  h("ul", { class: "rank" }, story().out.map((each) => h("li", {}, h("button", { type: "button", "aria-label": `Take back in: ${called(each)}`, onclick: () => backIn(each) }, "Take back in"), h("span", {}, called(each)))))) : null);

const clear = () => story().out.length + story().order.length + story().backup.length + Object.keys(story().titles).length + Object.keys(story().texts).length > 0;

// Who has the focus keeps it when the slides are drawn anew: the same button, or that in its place.
const holding = (stage) => {
  const held = document.activeElement;
  if (!stage.contains(held)) return () => {};
  const label = held.getAttribute("aria-label");
  const slide = [...stage.querySelectorAll(".slide")].indexOf(held.closest(".slide"));
  const number = slide < 0 ? -1 : [...held.closest(".slide").querySelectorAll("button")].indexOf(held);
  return () => {
    const there = stage.querySelectorAll(".slide")[slide]?.querySelectorAll("button")[number];
    ((label && stage.querySelector(`[aria-label="${CSS.escape(label)}"]`)) || there)?.focus({ preventScroll: true });
  };
};

const draw = (fresh) => {
  const stage = document.getElementById("stage");
  const told = deck.slides.filter((each) => each.part === "main");
  const rest = deck.slides.filter((each) => each.part !== "main");
  const open = backupOpen;
  stage.style.setProperty("--body-font", deck.fonts[0]);
  stage.style.setProperty("--heading-font", deck.fonts[1]);
  document.getElementById("viewer").style.setProperty("--body-font", deck.fonts[0]);
  document.getElementById("viewer").style.setProperty("--heading-font", deck.fonts[1]);
  const grounds = h("div", { class: "grounds" });
  grounds.innerHTML = deck.grounds;
  const place = stage.querySelector(".deck");
  const top = place?.scrollTop ?? 0;
  const back = holding(stage);
  for (const each of deck.slides) if (each.first && each.entry) titles.set(each.entry, each.title);
  const backup = h("details", { class: "backup", open, ontoggle: (event) => { backupOpen = event.target.open; } }, h("summary", {}, `Backup: ${many(rest.length, "slide")}, for questions`), h("ol", { class: "slides" }, rest.map((each) => thumb(each, fresh.has(each.key)))));
  stage.replaceChildren(
    h("header", {}, h("h2", {}, `${many(told.length, "slide")}${deck.minutes ? ` in ${many(deck.minutes, "minute")}` : ""}`), h("p", {}, `${many(deck.words, "word")}; ${many(rest.length, "slide")} as backup`),
      clear() && h("button", { type: "button", class: "quiet", onclick: () => tell(() => ({ order: [], out: [], backup: [], titles: {}, texts: {} })) }, "Take my changes of the story back")),
    h("div", { class: "deck" }, grounds, h("ol", { class: "slides" }, told.map((each) => thumb(each, fresh.has(each.key)))), rest.length ? backup : null, leftOut(),
      deck.notices.length ? h("details", { class: "notices" }, h("summary", {}, `${many(deck.notices.length, "thing")} to know of this deck`), h("ul", {}, deck.notices.map((each) => h("li", {}, each)))) : null));
  stage.querySelector(".deck").scrollTop = top;
  back();
};

const nothing = (title, text, bad = false) => {
  const stage = document.getElementById("stage");
  stage.replaceChildren(h("header", {}, h("h2", {}, "The slides")), h("div", { class: "deck" }, h("div", { class: `empty${bad ? " box bad" : ""}`, role: bad ? "alert" : null }, h("strong", {}, title), h("p", {}, text), !bad && h("button", { type: "button", class: "primary", onclick: () => keepRoom({ people: ["cfo"] }) }, "Begin with the CFO"))));
};

const stage_ = () => document.getElementById("stage");
export const update = async () => {
  if (drawing) { again = true; return; }
  if (!state.room.people?.length) { deck = null; nothing("Nobody is in the room yet", "Choose at the left who will be there. The slides appear here, and change as you go on."); return; }
  if (deck === null && !stage_().childElementCount) stage_().append(h("p", { class: "alone help" }, "The slides are being drawn…"));
  drawing = true;
  const stage = document.getElementById("stage");
  stage.classList.add("busy");
  try {
    const found = await ask("/api/slides", { have: [...pictures.keys()] });
    const known = new Set(deck?.slides.map((each) => each.key) ?? []);
    for (const each of found.slides) if (each.html !== undefined) pictures.set(each.key, each.html);
    const first = deck === null;
    deck = found;
    for (const each of [...pictures.keys()]) if (pictures.size > 400 && !found.slides.some((one) => one.key === each)) pictures.delete(each);
    draw(new Set(first ? [] : found.slides.map((each) => each.key).filter((each) => !known.has(each))));
    if (viewed >= 0 && document.getElementById("viewer").open) look(Math.min(viewed, deck.slides.length - 1));
    state.command = found.command;
    emit("shown-deck");
  } catch (error) {
    if (deck === null) nothing("The slides cannot be drawn", error.message, true);
    else {
      say(error.message, true);
      stage.querySelector("header p")?.replaceChildren("As they were before: they follow when what is wrong is mended");
    }
  } finally {
    drawing = false;
    stage.classList.remove("busy");
    if (again) { again = false; update(); }
  }
};

// ── One slide ─────────────────────────────────────────────────────────────────────────────────────────────────────

// Words of the layout, and those of the user in their place; `key` is what the layout calls them.
const own = (slide, key) => (key === "title" ? story().titles[slide.entry] : story().texts[slide.entry]?.[key]);
const tellWords = (slide, key, text) => tell((now) => {
  const { titles, texts } = structuredClone(now);
  const place = key === "title" ? titles : (texts[slide.entry] ??= {});
  const name_ = key === "title" ? slide.entry : key;
  if (text) place[name_] = text; else delete place[name_];
  if (key !== "title" && !Object.keys(place).length) delete texts[slide.entry];
  return { titles, texts };
});
const wordField = (slide, key, label, shown) => {
  const mine = own(slide, key);
  const input = h("textarea", { id: key === "title" ? "headline" : `words-${key}`, rows: key === "title" ? 2 : 1 });
  input.value = mine ?? shown;
  return h("div", { class: "field" }, h("label", { for: input.id }, label), input, h("p", { class: "help" }, mine ? `These are your words. They stand in library/layouts/my-${layout()}.` : "These are the words of the layout. Yours are kept beside it, and ours stay as they are."),
    h("div", { class: "row" }, h("button", { type: "button", "aria-label": key === "title" ? null : `Say it so: ${label}`, onclick: () => tellWords(slide, key, input.value.trim() ? input.value : "") }, "Say it so"), mine && h("button", { type: "button", class: "quiet", "aria-label": key === "title" ? null : `As it was: ${label}`, onclick: () => tellWords(slide, key, "") }, "As it was")));
};
const words = (slide) => {
  const more = [["label", "The small line above", slide.label], ["subtitle", "Subtitle", slide.subtitle]].filter(([key, , shown]) => shown || own(slide, key));
  return h("section", { class: "group" }, wordField(slide, "title", "Headline", slide.title), more.length ? h("details", { open: more.some(([key]) => own(slide, key)) }, h("summary", {}, "Its other words"), h("div", { class: "group" }, more.map(([key, label, shown]) => wordField(slide, key, label, shown)))) : null);
};

// Phrases of the personas, in other words where that company says it otherwise.
const phrases = (slide) => slide.phrases.length ? h("details", {}, h("summary", {}, `Its phrases (${slide.phrases.length})`), h("div", { class: "group" }, slide.phrases.map((each, number) => {
  const input = h("textarea", { id: `phrase-${number}`, rows: 2 });
  input.value = each.text;
  const keep = async (text) => { try { await ask("/api/phrase", { ...each, text: text.trim() ? text : "" }); say("Saved"); emit("deck"); } catch (error) { say(error.message, true); } };
  return h("div", { class: "field" }, h("label", { for: input.id }, `${state.start.personas.find((one) => one.id === each.persona)?.name ?? each.persona}, ${each.list.replace("-", " ")}`), input, h("p", { class: "help" }, each.origin ? `From ${each.origin}` : "The words of the library"),
    h("div", { class: "row" }, h("button", { type: "button", onclick: () => keep(input.value) }, "Say it so"), each.origin.startsWith("library") && h("button", { type: "button", class: "quiet", onclick: () => keep("") }, "As it was")));
}))) : null;

// What a figure comes from is a field of the facts, or of the bill, which nobody edits here.
const isFact = (dotted) => state.start.form.fields.some((each) => each.name === dotted.split(/[.[]/)[0]);
const figures = (slide, close) => slide.figures.length ? h("section", {}, h("h3", {}, "Its figures"), h("ul", { class: "figures" }, slide.figures.map((each) => h("li", {}, h("span", {}, h("b", {}, each.text), ` ${each.name}`), h("span", { class: "help" }, each.basis || (each.stated ? "As stated" : `= ${each.formula}`)),
  ...[...new Map(each.origins.map((one) => [one.key, one])).values()].filter((one) => isFact(one.key)).map((one) => h("button", { type: "button", onclick: () => { close(); emit("go", { step: "facts", path: one.key }); } }, `To ${one.key}${one.line ? `, line ${one.line}` : ""}`)))))) : null;

// Back to the picture that it was opened from, also where the slides were drawn anew meanwhile.
const returned = () => {
  const there = document.querySelectorAll(".slide .frame > button")[viewed];
  viewed = -1;
  if (!document.activeElement?.matches(".frame > button")) there?.focus();
};
const shut = () => { document.getElementById("viewer").close(); returned(); };

const look = (number) => {
  const dialog = document.getElementById("viewer");
  const slide = deck.slides[number];
  viewed = number;
  const held = dialog.contains(document.activeElement) ? document.activeElement.dataset.act : null;
  const close = shut;
  const act = (name_, label, to) => h("button", { type: "button", "data-act": name_, disabled: to < 0 || to >= deck.slides.length, onclick: () => look(to) }, label);
  dialog.replaceChildren(h("div", { class: "viewer" },
    h("header", {}, h("h2", { id: "viewer-title" }, `Slide ${slide.page} of ${deck.slides.length}`), act("back", "Back", number - 1), act("next", "Next", number + 1), h("button", { type: "button", "data-act": "close", onclick: close }, "Close")),
    h("div", { class: "big" }, h("div", { class: "frame" }, picture(slide, true)), h("div", { class: "row" }, acts(slide))),
    h("aside", {}, slide.entry && slide.first ? words(slide) : null, phrases(slide), h("section", {}, h("h3", {}, "What you say"), slide.notes.length ? slide.notes.map((each) => h("p", {}, each)) : h("p", { class: "help" }, "It has no notes.")),
      slide.source ? h("section", {}, h("h3", {}, "Its source"), h("p", {}, slide.source)) : null, figures(slide, close))));
  if (!dialog.open) dialog.showModal();
  (held ? dialog.querySelector(`[data-act="${held}"]:not(:disabled)`) : dialog.querySelector('[data-act="close"]'))?.focus();
};

export const stage = () => {
  const dialog = document.getElementById("viewer");
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.preventDefault(); shut(); return; }
    const to = { ArrowRight: viewed + 1, PageDown: viewed + 1, ArrowLeft: viewed - 1, PageUp: viewed - 1 }[event.key];
    if (to === undefined || event.target.matches("input, textarea, select") || to < 0 || to >= deck.slides.length) return;
    event.preventDefault();
    look(to);
  });
  dialog.addEventListener("click", (event) => {
    const link = event.target.closest('.page a[href^="#"]');
    if (link) {
      event.preventDefault();
      const to = deck.slides.findIndex((each) => `#${each.id}` === link.getAttribute("href"));
      if (to >= 0) look(to);
    } else if (event.target === dialog) shut();
  });
  dialog.addEventListener("close", returned);
  on("deck", update);
};
