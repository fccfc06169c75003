// The facts: a form from the fields that the server names; every answer goes to org.yaml as it is typed, or waits with its fault.
import { Refused, ask, at, emit, h, key, later, many, on, put, say, state, steps } from "/static/parts.js";
import { interview } from "/static/interview.js";
import { pasted } from "/static/table.js";

const LONG = new Set(["text", "decision", "mitigation", "note", "basis", "question", "follows", "source"]);
const waiting = new Map(); // path → change, until the server has it
const kept = () => `briefing:${state.start.id}`;
let busy = false;
let view = "first";
let serial = 0;

// What was typed is in the browser until the server says that it is kept.
const remember = () => {
  if (waiting.size) localStorage.setItem(kept(), JSON.stringify([...waiting.values()]));
  else localStorage.removeItem(kept());
};

export const unsaved = () => waiting.size;
export const isSending = () => busy;

// An entry of a list is sent as a whole: half of one means nothing.
const whole = (path) => { const place = path.findIndex((step) => typeof step === "number"); return place < 0 ? path : path.slice(0, place + 1); };

export const change = (path, value) => {
  put(state.values, path, value);
  const sent = whole(path);
  waiting.set(key(sent), { path: sent, value: structuredClone(at(state.values, sent) ?? null) });
  remember();
  say("…");
  later_();
};
// Before an entry goes, all that is under way has to be where it belongs: the places of the others change.
export const settled = async () => { for (let turn = 0; turn < 200 && (busy || waiting.size); turn += 1) { await flush(); await new Promise((go) => { setTimeout(go, 50); }); } };
export const remove = async (path) => {
  await settled();
  const list = at(state.values, path.slice(0, -1));
  if (Array.isArray(list)) list.splice(path.at(-1), 1); else if (list) delete list[path.at(-1)];
  waiting.set(key(path), { path, value: null });
  remember();
  return flush();
};

export const flush = async (insist = false) => {
  if (busy || !waiting.size) return;
  busy = true;
  let again = 20;
  const changes = [...waiting.values()];
  try {
    const made = await ask("/api/facts", { changes, version: state.version, insist });
    for (const each of changes) if (JSON.stringify(waiting.get(key(each.path))) === JSON.stringify(each)) waiting.delete(key(each.path));
    remember();
    if (made.conflicts.length) { conflict(made, changes); return; }
    heard(made.state, changes.map((each) => each.path));
    const fault = made.saved ? "" : "Not in the file yet: look at the field";
    say(made.saved ? `Saved in ${state.start.file}` : fault, !made.saved);
    if (made.saved) emit("deck");
  } catch (error) {
    say(error.message, true);
    again = 2000;
    if (error instanceof Refused) await refused(changes);
  }
  finally { busy = false; if (waiting.size) setTimeout(flush, again); }
};
// An entry that may not go stays; all else that was typed waits.
const refused = async (changes) => {
  const gone = changes.filter((each) => each.value === null && typeof each.path.at(-1) === "number");
  gone.forEach((each) => waiting.delete(key(each.path)));
  remember();
  if (gone.length) try { heard(await ask("/api/facts")); } catch { /* it is told already */ }
};
const later_ = later(() => flush(), 120);

const conflict = (made, changes) => {
  heard(made.state);
  const box = h("div", { class: "box warn", role: "alert" }, h("h3", {}, "Changed elsewhere at the same time"),
    made.conflicts.map((each) => h("p", {}, `${each.path.map((step) => (typeof step === "number" ? step + 1 : step)).join(", ")} is now ${JSON.stringify(each.value)} in ${state.start.file}; you typed ${JSON.stringify(changes.find((one) => key(one.path) === key(each.path))?.value)}.`)),
    h("div", { class: "row" },
      h("button", { type: "button", onclick: () => { box.remove(); say("Theirs is kept"); } }, "Keep theirs"),
      h("button", { type: "button", class: "primary", onclick: () => { changes.forEach((each) => waiting.set(key(each.path), each)); box.remove(); flush(true); } }, "Use mine")));
  document.getElementById("facts-top").prepend(box);
  say("Changed elsewhere at the same time", true);
};

// Which entries there are, and in which order: where that is another one, the form is drawn anew.
const entriesOf = (values) => JSON.stringify(Object.entries(values ?? {}).filter(([, each]) => Array.isArray(each)).map(([name, each]) => [name, each.map((one) => one?.name ?? one?.text ?? one?.id ?? one?.milestone ?? "")]));

// The file as the server has it, with what waits for it on top. `own` are paths that this window has just typed.
export const heard = (found, own = null) => {
  const focused = document.activeElement?.dataset?.path;
  const before = entriesOf(state.values);
  state.version = found.version;
  state.drafts = found.drafts;
  state.problems = found.problems;
  state.fault = found.fault ?? "";
  state.gone = Boolean(found.gone);
  if (!state.fault) state.values = structuredClone(found.values);
  for (const each of found.drafts) put(state.values, each.path, each.value);
  for (const each of waiting.values()) if (each.value !== null) put(state.values, each.path, structuredClone(each.value));
  emit("facts");
  if ((own === null || before !== entriesOf(state.values)) && document.getElementById("facts-form")) draw(focused);
  marks();
};

// ── Fields ────────────────────────────────────────────────────────────────────────────────────────────────────────

const named = (path) => `f-${key(path).replace(/[^\w-]/g, "_")}-${serial++}`;
const textOf = (value) => (value === null || value === undefined ? "" : Array.isArray(value) ? value.join("\n") : String(value));

const control = (spec, path, name) => {
  const value = textOf(at(state.values, path));
  const common = { id: name, "data-path": key(path), "aria-describedby": `${name}-help ${name}-error`, autocomplete: "off", spellcheck: spec.kind === "text" ? "true" : "false" };
  if (spec.kind === "choice" || spec.names) {
    const options = spec.names ? state.start.form.names[spec.names].map((each) => [each.id, each.name]) : spec.options.map((each) => [each, each.charAt(0).toUpperCase() + each.slice(1)]);
    if (value && !options.some(([id]) => id === value)) options.push([value, value]);
    const made = h("select", { ...common, onchange: () => change(path, made.value) }, h("option", { value: "" }, "–"), options.map(([id, label]) => h("option", { value: id }, label)));
    made.value = value;
    return made;
  }
  const long = spec.kind === "text" && (LONG.has(spec.name) || value.includes("\n"));
  const made = h(long ? "textarea" : "input", { ...common, rows: long ? 1 : null, placeholder: spec.example ? `such as ${spec.example}` : null, oninput: () => change(path, made.value), onchange: () => { change(path, made.value); flush(); } });
  made.value = value;
  return made;
};

const scalar = (spec, path) => {
  const name = named(path);
  return h("div", { class: `field${spec.asked ? " asked" : ""}` }, h("label", { for: name }, spec.asked ?? spec.label, spec.needed && h("span", { class: "help" }, " (needed)")), control(spec, path, name),
    h("p", { class: "help", id: `${name}-help` }, spec.help), h("p", { class: "error", id: `${name}-error`, "data-error": key(path) }));
};

const isScalar = (spec) => !["record", "list", "map"].includes(spec.kind);
const grouped = (fields, path) => {
  const small = fields.filter(isScalar);
  const rest = fields.filter((each) => !isScalar(each));
  return [small.length && h("div", { class: "pair" }, small.map((each) => scalar(each, [...path, each.name]))), ...rest.map((each) => field(each, [...path, each.name]))];
};

const summaryOf = (value, number) => {
  if (value === null || typeof value !== "object") return `${number + 1}`;
  const told = value.text ?? value.name ?? value.milestone ?? value.task ?? (value.id && (Object.values(state.start.form.names).flat().find((each) => each.id === value.id)?.name ?? value.id));
  return told || `New entry ${number + 1}`;
};

const list = (spec, path) => {
  const inner = spec.of;
  if (isScalar(inner)) return several(spec, path);
  const place = h("div", { class: "entries" });
  const items = () => at(state.values, path) ?? [];
  const drawEntries = (opened = -1) => {
    place.replaceChildren(...items().map((value, number) => entry(inner, [...path, number], summaryOf(value, number), number === opened, async () => {
      await remove([...path, number]);
      drawEntries();
    })));
  };
  const add = h("button", { type: "button", onclick: () => {
    if (!Array.isArray(at(state.values, path))) put(state.values, path, []);
    const next = items().length;
    items().push({});
    drawEntries(next);
    place.lastElementChild?.querySelector("input, textarea, select")?.focus();
  } }, `Add ${items().length ? "another" : "one"}`);
  drawEntries();
  return h("fieldset", { class: "nested", "data-path": key(path), tabIndex: -1 }, h("legend", { class: spec.asked ? "said" : null }, spec.asked ?? spec.label), !spec.asked && spec.help && h("p", { class: "help" }, spec.help), place,
    h("p", { class: "error", "data-error": key(path) }), h("div", { class: "row" }, add, TABLES.has(key(path)) && h("button", { type: "button", class: "quiet", onclick: (event) => pasted(spec, path, event.target.closest("fieldset")) }, "Paste a table")));
};
const TABLES = new Set(["savings", "kpis", "pain-points", "quick-wins", "risks"]);

const entry = (inner, path, label, opened, gone) => h("details", { class: "entry", open: opened }, h("summary", {}, label),
  h("div", {}, inner.kind === "record" ? grouped(inner.fields, path) : field({ ...inner, name: "", label: "", help: "" }, path),
    h("p", { class: "error", "data-error": key(path) }), h("div", {}, h("button", { type: "button", class: "quiet", onclick: gone }, "Remove"))));

// Several texts: ids as boxes to tick, all else a line each.
const several = (spec, path) => {
  const now = () => { const found = at(state.values, path); return Array.isArray(found) ? found : found ? [found] : []; };
  if (spec.names) {
    return h("fieldset", { class: "field" }, h("legend", {}, spec.label), h("div", { class: "checks" }, state.start.form.names[spec.names].map((each) => {
      const box = h("input", { type: "checkbox", checked: now().includes(each.id), "data-path": `${key(path)}#${each.id}`, onchange: () => change(path, box.checked ? [...now(), each.id] : now().filter((one) => one !== each.id)) });
      return h("label", { class: "check" }, box, each.name);
    })), h("p", { class: "help" }, spec.help), h("p", { class: "error", "data-error": key(path) }));
  }
  const name = named(path);
  const made = h("textarea", { id: name, rows: 1, "data-path": key(path), "aria-describedby": `${name}-help`, oninput: () => change(path, made.value.split("\n").map((each) => each.trim()).filter(Boolean)) });
  made.value = textOf(now().map((each) => String(each).trim().replace(/\s*\n\s*/g, " ")));
  return h("div", { class: "field" }, h("label", { for: name }, spec.label), made, h("p", { class: "help", id: `${name}-help` }, `${spec.help} One a line.`), h("p", { class: "error", "data-error": key(path) }));
};

const map = (spec, path) => {
  const place = h("div", { class: "entries" });
  const items = () => { const found = at(state.values, path); return found && typeof found === "object" ? found : {}; };
  const offered = () => (spec.names ? state.start.form.names[spec.names].filter((each) => !(each.id in items())) : []);
  const drawRows = () => {
    const rows = Object.keys(items()).filter((each) => items()[each] !== null).map((name) => {
      const label = (spec.names && state.start.form.names[spec.names].find((each) => each.id === name)?.name) || name;
      const gone = async () => { await remove([...path, name]); drawRows(); };
      if (!isScalar(spec.of)) return entry(spec.of, [...path, name], label, !Object.keys(items()[name] ?? {}).length, gone);
      const id = named([...path, name]);
      return h("div", { class: "field line" }, h("label", { for: id }, label), control({ ...spec.of, name: "", help: "" }, [...path, name], id),
        h("p", { class: "said", id: `${id}-help` }, spec.label), h("p", { class: "error", id: `${id}-error`, "data-error": key([...path, name]) }));
    });
    place.replaceChildren(...rows);
    adder.replaceChildren(...more());
  };
  const more = () => {
    const id = named([...path, "new"]);
    const into = spec.names ? h("select", { id }, offered().map((each) => h("option", { value: each.id }, each.name))) : h("input", { id, placeholder: /month/.test(spec.name) ? "2026-03" : "" });
    const put_ = () => { if (!into.value.trim()) { into.focus(); return; } put(state.values, [...path, into.value.trim()], isScalar(spec.of) ? "" : {}); drawRows(); place.lastElementChild?.querySelector("input, select, textarea")?.focus(); };
    into.addEventListener("keydown", (event) => { if (event.key === "Enter" && into.tagName === "INPUT") { event.preventDefault(); put_(); } });
    return spec.names && !offered().length ? [] : [h("label", { for: id, class: "said" }, `${spec.label}: one more`), into, h("button", { type: "button", onclick: put_ }, "Add")];
  };
  const adder = h("div", { class: "map" });
  drawRows();
  return h("fieldset", { class: "nested", "data-path": key(path), tabIndex: -1 }, h("legend", { class: spec.asked ? "said" : null }, spec.asked ?? spec.label), !spec.asked && spec.help && h("p", { class: "help" }, spec.help), place, h("p", { class: "error", "data-error": key(path) }), adder,
    spec.name === "by-month" && h("div", {}, h("button", { type: "button", class: "quiet", onclick: (event) => pasted(spec, path, event.target.closest("fieldset")) }, "Paste a table of months")));
};

const record = (spec, path) => h("fieldset", { class: "nested", "data-path": key(path), tabIndex: -1 }, h("legend", { class: spec.asked ? "said" : null }, spec.asked ?? spec.label), !spec.asked && spec.help && h("p", { class: "help" }, spec.help), grouped(spec.fields, path), h("p", { class: "error", "data-error": key(path) }));
const field = (spec, path) => ({ record, list, map }[spec.kind] ?? scalar)(spec, path);

const specAt = (dotted) => {
  let fields = state.start.form.fields;
  let found = null;
  for (const step of dotted.split(".")) { found = fields.find((each) => each.name === step); fields = found?.fields ?? []; }
  return found;
};

// ── Views ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const feeds = (dotted) => {
  const found = Object.entries(state.start.feeds ?? {}).filter(([name]) => name === dotted || name.startsWith(`${dotted}.`)).flatMap(([, slides]) => slides);
  const names = [...new Set(found)];
  return names.length ? h("p", { class: "feeds" }, `Feeds: ${names.join(" · ")}`) : null;
};

const question = (title, why, dotted, number) => h("section", { class: "question", id: `q-${dotted}`, tabIndex: -1 },
  h("h3", {}, number && h("i", { "aria-hidden": "true" }, String(number)), title), why && h("p", { class: "help" }, why), field({ ...specAt(dotted), asked: title }, dotted.split(".")), feeds(dotted));

const lacks = () => {
  const place = h("section", { class: "box", "aria-live": "polite" }, h("h3", {}, "What would strengthen this deck"), h("p", { class: "help" }, "Choose who is in the room, and the facts that open most slides for them stand here."));
  const fill = later(async () => {
    if (!state.room.people?.length || !place.isConnected) return;
    try {
      const found = await ask("/api/lacking");
      const rows = found.slice(0, 6).map((each) => h("li", {}, h("button", { type: "button", onclick: () => emit("focus", each.fields[0]) }, each.fields.map(spoken).join(" or ")), h("span", {}, `${many(each.slides.length, "slide")}: ${each.slides.join(" · ")}`)));
      place.replaceChildren(h("h3", {}, "What would strengthen this deck"), rows.length ? h("ol", { class: "rank" }, rows) : h("p", {}, "Nothing is missing for these people: every slide of the layout has its facts."));
    } catch (error) { place.replaceChildren(h("h3", {}, "What would strengthen this deck"), h("p", { class: "help" }, `This waits: ${error.message}`)); }
  }, 600);
  on("shown-deck", fill);
  fill();
  return place;
};
// What a field is called where its neighbours are not seen: by its question, or with what it is part of.
export const spoken = (dotted) => state.start.form.first.find((each) => each.field === dotted)?.ask
  ?? dotted.split(".").map((_, number, all) => specAt(all.slice(0, number + 1).join("."))?.label ?? "").map((each, number) => (number && !/^.[A-Z]|^[A-Z]$|^SaaS/.test(each) ? each.toLowerCase() : each)).join(": ");

const draw = (focused = "") => {
  const place = document.getElementById("facts-form");
  if (!place) return;
  const caret = document.activeElement?.selectionStart ?? null;
  const open = new Set([...place.querySelectorAll("details[open]")].map((each) => each.querySelector("[data-error]")?.dataset.error));
  const made = view === "first" ? state.start.form.first.map((each, number) => question(each.ask, each.why, each.field, number + 1))
    : view === "all" ? state.start.form.topics.map((topic) => h("section", { class: "question" }, h("h3", {}, topic.name), topic.fields.map((name) => [field(specAt(name), [name]), feeds(name)])))
      : [interview()];
  place.replaceChildren(...made);
  for (const each of place.querySelectorAll("details")) if (open.has(each.querySelector("[data-error]")?.dataset.error)) each.open = true;
  document.querySelectorAll("[data-view]").forEach((each) => each.setAttribute("aria-pressed", String(each.dataset.view === view)));
  marks();
  if (focused) {
    const field_ = place.querySelector(`[data-path="${CSS.escape(focused)}"]`);
    field_?.focus({ preventScroll: true });
    if (caret !== null && field_?.setSelectionRange) try { field_.setSelectionRange(caret, caret); } catch { /* a field without a caret */ }
  }
};

const again = async () => {
  try { heard((await ask("/api/facts", { changes: [], version: "", insist: true, restore: true })).state); say(`${state.start.file} is written again`); emit("deck"); } catch (error) { say(error.message, true); }
};

// Faults stand beside their field; one that has no field on the screen stands at the top.
const marks = () => {
  const place = document.getElementById("facts-form");
  if (!place) return;
  for (const each of place.querySelectorAll("[data-error]")) each.textContent = "";
  for (const each of place.querySelectorAll("[aria-invalid]")) each.removeAttribute("aria-invalid");
  const homeless = [];
  for (const each of [...state.problems.map((one) => ({ ...one, at: one.path })), ...state.drafts]) {
    let path = each.at ?? each.path;
    let spot = null;
    while (path.length && !spot) { spot = place.querySelector(`[data-error="${CSS.escape(key(path))}"]`); if (!spot) path = path.slice(0, -1); }
    if (!spot) { homeless.push(each); continue; }
    spot.textContent = each.message;
    place.querySelector(`:is(input, select, textarea)[data-path="${CSS.escape(key(path))}"]`)?.setAttribute("aria-invalid", "true");
    let above = spot.closest("details");
    while (above) { above.open = true; above = above.parentElement.closest("details"); }
  }
  const box = document.getElementById("facts-faults");
  box.hidden = !state.fault && !homeless.length;
  box.replaceChildren(h("h3", {}, state.gone ? `${state.start.file} was taken away` : state.fault ? `${state.start.file} cannot be read` : "To be looked at"), h("p", {}, state.fault), state.gone ? h("div", { class: "row" }, h("button", { type: "button", class: "primary", onclick: again }, "Write it again as it was"))
      : state.fault && h("p", {}, "Mend it in the editor where you changed it. What you type here waits until then, and nothing is overwritten."),
    h("ul", { class: "notices" }, homeless.map((each) => h("li", {}, h("button", { type: "button", class: "quiet", onclick: () => emit("focus", key(each.path)) }, each.message)))));
};

// To a field, in whichever view it is.
const seek = (dotted) => {
  const path = typeof dotted === "string" ? (dotted.includes("[") ? steps(dotted) : dotted.split(".").map((each) => (/^\d+$/.test(each) ? Number(each) : each))) : dotted;
  const find = () => { for (let some = path; some.length; some = some.slice(0, -1)) { const found = document.querySelector(`#facts-form [data-path="${CSS.escape(key(some))}"]`); if (found) return [found, some.length]; } return [null, 0]; };
  let [found, depth] = find();
  if (depth < Math.min(path.length, 2) && view !== "all") { view = "all"; draw(); [found] = find(); }
  if (!found) return;
  let above = found.closest("details");
  while (above) { above.open = true; above = above.parentElement.closest("details"); }
  found.scrollIntoView({ block: "center" });
  (found.matches("fieldset") ? found.querySelector("input, select, textarea, button") ?? found : found).focus({ preventScroll: true });
};
on("focus", (dotted) => { emit("step", "facts"); seek(dotted); });

on("interviewed", () => { if (view === "interview") draw(); });
on("redraw", () => { if (view === "interview") view = "first"; draw(); });

const VIEWS = [["first", "Twelve questions"], ["all", "Everything"], ["interview", "Interview"]];

export const facts = () => {
  setTimeout(async () => { draw(); restore(); try { state.start.feeds = await ask("/api/feeds"); draw(document.activeElement?.dataset?.path); } catch { /* only a help */ } });
  return [
    h("header", {}, h("h2", {}, "What is true of your company?"), h("p", {}, `Leave out what you do not know: its slide is left out too, and nothing is made up. Everything goes to ${state.start.file} in this folder.`)),
    h("div", { id: "facts-top", class: "group" }, h("div", { class: "box bad", id: "facts-faults", role: "alert", hidden: true })),
    lacks(),
    h("div", { class: "switch", role: "group", "aria-label": "View" }, VIEWS.map(([name, label]) => h("button", { type: "button", "data-view": name, "aria-pressed": String(name === view), onclick: () => { view = name; draw(); } }, label))),
    h("div", { id: "facts-form", class: "group" }),
  ];
};

// What another session of this browser could not send any more.
const restore = () => {
  let found = [];
  try { found = JSON.parse(localStorage.getItem(kept()) ?? "[]"); } catch { /* not ours */ }
  for (const each of found) waiting.set(key(each.path), each);
  if (found.length) { say("What you typed before is being saved"); flush(); }
};
