// An interview with one person: the questions of the layout `workshop`, answers that wait in the browser until they have been looked at, then facts with their source.
import { ask, at, emit, h, many, put, say, state } from "/static/parts.js";
import { change, settled } from "/static/facts.js";

const kept = () => `briefing-interview:${state.start.id}`;
const load = () => { try { return JSON.parse(localStorage.getItem(kept())) ?? {}; } catch { return {}; } };
const today = () => { const now = new Date(); return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10); };
// What an answer becomes, and what is asked for it: field, label, example.
const KINDS = {
  "pain-points": ["A pain point", [["said", "In their words", ""], ["cost", "What did it cost?", "21,000"], ["period", "When?", "November 2025"]]],
  kpis: ["A KPI", [["baseline", "Where does it stand?", "42%"], ["target", "Where should it be?", "15%"], ["date", "By when?", "2026-12"]]],
  note: ["A note for you, no fact", [["said", "In their words", ""]]],
};
const says = (answer) => KINDS[answer.kind][1].some(([part]) => answer[part]?.trim());
let serial = 0;
let outcome = null; // what became of the answers that were taken last

export const interview = () => {
  const told = { persona: state.room.people?.[0] ?? state.start.personas[0].id, people: {}, ...load() };
  if (!state.start.personas.some((each) => each.id === told.persona)) told.persona = state.start.personas[0].id;
  const keep = () => localStorage.setItem(kept(), JSON.stringify(told));
  const own = () => (told.people[told.persona] ??= { name: at(state.values, ["audience-names", told.persona]) || "", answers: {} });
  const person = () => state.start.personas.find((each) => each.id === told.persona);
  const place = h("div", { class: "group" });
  const review = h("div", { "aria-live": "polite" });
  const before = h("div", { "aria-live": "polite" });
  let found = null;

  const field = (answer, [part, label, example]) => {
    const input = h(part === "said" ? "textarea" : "input", { id: `i-${serial++}`, rows: part === "said" ? 1 : null, placeholder: example ? `such as ${example}` : null, autocomplete: "off", oninput: () => { answer[part] = input.value; keep(); } });
    input.value = answer[part] ?? "";
    return h("div", { class: `field${part === "said" ? " wide" : ""}` }, h("label", { for: input.id }, label), input);
  };
  const choice = (label, options, value, chosen) => {
    const made = h("select", { id: `i-${serial++}`, onchange: () => chosen(made.value) }, options.map(([id, name]) => h("option", { value: id }, name)));
    made.value = value;
    return h("div", { class: "field" }, h("label", { for: made.id }, label), made);
  };
  const drawn = (answer, again) => h("div", { class: "pair" },
    KINDS[answer.kind][1].filter(([part]) => part === "said").map((each) => field(answer, each)),
    answer.kind === "kpis" && choice("Which one?", found.kpis.map((each) => [each.id, each.name]), answer.id ??= found.kpis[0]?.id ?? "", (id) => { answer.id = id; keep(); }),
    KINDS[answer.kind][1].filter(([part]) => part !== "said").map((each) => field(answer, each)),
    choice("It becomes", Object.entries(KINDS).map(([id, [name]]) => [id, name]), answer.kind, (kind) => { answer.kind = kind; keep(); again(); }));
  const question = (asked) => {
    const list = h("div", { class: "group" });
    const answers = () => (own().answers[asked.topic] ??= [{ kind: asked.becomes }]);
    const draw = () => list.replaceChildren(...answers().map((each) => drawn(each, draw)));
    draw();
    return h("section", { class: "question" }, h("h3", {}, asked.topic), h("p", { class: "lead" }, asked.text), list,
      h("div", {}, h("button", { type: "button", class: "quiet", "aria-label": `Another answer: ${asked.topic}`, onclick: () => { answers().push({ kind: asked.becomes }); keep(); draw(); list.lastElementChild.querySelector("textarea, input")?.focus(); } }, "Another answer")));
  };
  const questions = async () => {
    review.replaceChildren();
    before.replaceChildren(...told_());
    name.value = own().name;
    try {
      found = await ask(`/api/interview?for=${encodeURIComponent(told.persona)}`);
      place.replaceChildren(...found.questions.map(question));
    } catch (error) { place.replaceChildren(h("div", { class: "box bad", role: "alert" }, h("p", {}, error.message))); }
  };

  const who = h("select", { id: "interviewed", onchange: () => { told.persona = who.value; keep(); questions(); } }, state.start.personas.map((each) => h("option", { value: each.id }, each.name)));
  who.value = told.persona;
  const name = h("input", { id: "interviewed-name", autocomplete: "off", oninput: () => { own().name = name.value; keep(); } });

  // Nothing of it becomes a fact before somebody has looked at it.
  const fact = (answer, source) => (answer.kind === "kpis"
    ? { path: "kpis", said: `${found.kpis.find((each) => each.id === answer.id)?.name}: ${answer.baseline || "?"} → ${answer.target || "?"}`, value: { id: answer.id, baseline: answer.baseline ?? "", target: answer.target ?? "", date: answer.date ?? "", source } }
    : { path: "pain-points", said: answer.said || "A pain point without words", value: { text: answer.said ?? "", who: [told.persona], cost: answer.cost ?? "", period: answer.period ?? "", source } });
  const stands = (each) => { const there = each.path === "kpis" && (at(state.values, ["kpis"]) ?? []).find((one) => one?.id === each.value.id); return there ? ` (the facts have ${there.baseline || "?"} → ${there.target || "?"}, which this takes the place of)` : ""; };
  const take = async (made) => {
    for (const each of made) {
      if (!Array.isArray(at(state.values, [each.path]))) put(state.values, [each.path], []);
      const list = at(state.values, [each.path]);
      const there = each.path === "kpis" ? list.findIndex((one) => one?.id === each.value.id) : -1;
      const spot = there < 0 ? list.length : there;
      change([each.path, spot], { ...(list[spot] ?? {}), ...Object.fromEntries(Object.entries(each.value).filter(([, one]) => one.length)) });
      for (const [topic, answers] of Object.entries(own().answers)) {
        own().answers[topic] = answers.filter((one) => one !== each.answer);
        if (!own().answers[topic].length) delete own().answers[topic];
      }
    }
    keep();
    await settled();
    const waits = state.drafts.filter((each) => made.some((one) => one.path === each.path[0] && one.value.source === each.value?.source));
    outcome = { persona: told.persona, text: `${many(made.length - waits.length, "answer")} of ${own().name || person().name} ${made.length - waits.length === 1 ? "stands" : "stand"} in ${state.start.file}.`, waits };
    say(waits.length ? "Not in the file yet: look at the field" : `Saved in ${state.start.file}`, waits.length > 0);
    emit("interviewed");
  };
  const told_ = () => (outcome?.persona === told.persona ? [h("div", { class: `box${outcome.waits.length ? " warn" : ""}`, role: "status" }, h("p", {}, outcome.text),
    outcome.waits.map((each) => h("div", { class: "row" }, h("span", {}, `“${each.value.text ?? found?.kpis.find((one) => one.id === each.value.id)?.name ?? ""}” waits: ${each.message}`), h("button", { type: "button", onclick: () => emit("focus", each.path) }, "To the field"))))] : []);
  const look = () => {
    const source = `Interview with ${own().name.trim() || person().name}, ${today()}`;
    const all = Object.values(own().answers).flat().filter(says);
    const made = all.filter((each) => each.kind !== "note").map((answer) => ({ ...fact(answer, source), answer }));
    if (!all.length) { review.replaceChildren(h("p", { class: "help" }, "There are no answers yet.")); return; }
    const boxes = made.map(() => h("input", { type: "checkbox", checked: true }));
    const notes = all.length - made.length;
    review.replaceChildren(h("div", { class: "box" }, h("h3", { tabIndex: -1 }, made.length ? "What becomes a fact" : "Nothing becomes a fact yet"), h("p", { class: "help" }, `Source: ${source}`),
      made.map((each, number) => h("label", { class: "check" }, boxes[number], each.said + stands(each))),
      notes ? h("p", { class: "help" }, `${many(notes, "note")} stay in this browser, and in no file.`) : "",
      made.length ? h("div", { class: "row" }, h("button", { type: "button", class: "primary", onclick: () => take(made.filter((_, number) => boxes[number].checked)) }, "Take them as facts")) : ""));
    review.querySelector("h3").focus();
  };
  questions();
  return h("section", { class: "group" }, h("p", { class: "lead" }, "Ask one person, and write down what they say: the questions are those of the layout workshop, which prints the same guide. The answers stay in this browser until you have looked at them."),
    h("div", { class: "pair" }, h("div", { class: "field" }, h("label", { for: "interviewed" }, "Role"), who), h("div", { class: "field" }, h("label", { for: "interviewed-name" }, "Name"), name)), before, place,
    h("div", { class: "row" }, h("button", { type: "button", class: "primary", onclick: look }, "Review the answers")), review);
};
