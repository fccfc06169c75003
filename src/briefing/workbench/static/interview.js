// An interview with one person: questions of the persona, answers on paper until they have been looked at, then facts with their source.
import { at, emit, h, put, say, state } from "/static/parts.js";
import { change, flush } from "/static/facts.js";

const kept = () => `briefing-interview:${state.start.folder}`;
const load = () => { try { return JSON.parse(localStorage.getItem(kept())) ?? {}; } catch { return {}; } };
const today = () => { const now = new Date(); return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10); };

export const interview = () => {
  const told = { persona: state.room.people?.[0] ?? state.start.personas[0].id, name: "", answers: {}, ...load() };
  const keep = () => localStorage.setItem(kept(), JSON.stringify(told));
  const person = () => state.start.personas.find((each) => each.id === told.persona) ?? state.start.personas[0];
  const review = h("div", { "aria-live": "polite" });

  const who = h("select", { id: "interviewed", onchange: () => { told.persona = who.value; keep(); questions(); } }, state.start.personas.map((each) => h("option", { value: each.id }, each.name)));
  who.value = told.persona;
  const name = h("input", { id: "interviewed-name", value: told.name || at(state.values, ["audience-names", told.persona]) || "", oninput: () => { told.name = name.value; keep(); } });
  const place = h("div", { class: "group" });

  const asked = (kind, text, label, rows) => {
    const id = `i-${kind}-${text.length}-${text.slice(0, 12).replace(/\W/g, "")}`;
    const answer = (told.answers[text] ??= {});
    return h("div", { class: "entry" }, h("div", { class: "question" }, h("h4", {}, label), h("div", { class: "pair" }, rows.map(([part, called, example]) => {
      const input = h("input", { id: `${id}-${part}`, placeholder: example, value: answer[part] ?? "", oninput: () => { answer[part] = input.value; answer.kind = kind; keep(); } });
      return h("div", { class: "field" }, h("label", { for: input.id }, called), input);
    }))));
  };
  const questions = () => {
    const kpis = new Map(state.start.form.names.kpis.map((each) => [each.name, each.id]));
    const ids = new Set(kpis.values());
    place.replaceChildren(
      h("h3", {}, "What stands in the way"), ...person().frustrations.map((text) => asked("pain", text, `${text}. How do you notice it?`, [["said", "In their words", ""], ["cost", "What did it cost?", "21,000"], ["period", "When?", "November 2025"]])),
      h("h3", {}, "What they are measured by"), ...person().metrics.filter((each) => kpis.has(each) || ids.has(each)).map((text) => asked("kpi", text, state.start.form.names.kpis.find((each) => each.id === text)?.name ?? text, [["baseline", "Where does it stand?", "42%"], ["target", "Where should it be?", "15%"], ["date", "By when?", "2026-12"]])));
  };
  // Nothing of it becomes a fact before somebody has looked at it.
  const look = () => {
    const source = `Interview with ${name.value.trim() || person().name}, ${today()}`;
    const kpis = new Map(state.start.form.names.kpis.map((each) => [each.name, each.id]));
    const made = Object.entries(told.answers).flatMap(([asked_, each]) => {
      if (each.kind === "pain" && each.said?.trim()) return [{ path: "pain-points", said: each.said, value: { text: each.said, who: [told.persona], cost: each.cost ?? "", period: each.period ?? "", source } }];
      if (each.kind === "kpi" && (each.baseline?.trim() || each.target?.trim())) return [{ path: "kpis", said: `${asked_}: ${each.baseline || "?"} → ${each.target || "?"}`, value: { id: kpis.get(asked_) ?? asked_, baseline: each.baseline ?? "", target: each.target ?? "", date: each.date ?? "", source } }];
      return [];
    });
    if (!made.length) { review.replaceChildren(h("p", { class: "help" }, "There are no answers yet.")); return; }
    const boxes = made.map((each) => h("input", { type: "checkbox", checked: true }));
    review.replaceChildren(h("div", { class: "box" }, h("h3", {}, "What becomes a fact"), h("p", { class: "help" }, `Source: ${source}`), made.map((each, number) => h("label", { class: "check" }, boxes[number], each.said)),
      h("div", { class: "row" }, h("button", { type: "button", class: "primary", onclick: async () => {
        for (const [number, each] of made.entries()) {
          if (!boxes[number].checked) continue;
          const list = at(state.values, [each.path]);
          if (!Array.isArray(list)) put(state.values, [each.path], []);
          const there = at(state.values, [each.path]).findIndex((one) => each.path === "kpis" && one?.id === each.value.id);
          const spot = there < 0 ? at(state.values, [each.path]).length : there;
          change([each.path, spot], { ...(at(state.values, [each.path, spot]) ?? {}), ...each.value });
        }
        await flush();
        localStorage.removeItem(kept());
        say("The answers are facts now");
        emit("redraw");
      } }, "Take them as facts"))));
  };
  questions();
  return h("section", { class: "group" }, h("p", { class: "lead" }, "Ask one person, and write down what they say. The answers stay here until you have looked at them."),
    h("div", { class: "pair" }, h("div", { class: "field" }, h("label", { for: "interviewed" }, "Role"), who), h("div", { class: "field" }, h("label", { for: "interviewed-name" }, "Name"), name)), place,
    h("div", { class: "row" }, h("button", { type: "button", class: "primary", onclick: look }, "Review the answers")), review);
};
