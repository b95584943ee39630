// From dates to dates, and from venues to venues, only the main part is fetched. Address, title and Back are as if
// the browser had gone there; the keyboard lands where [data-land] says, otherwise on the heading.

const DIM_AFTER = 400;
const SLOW_AFTER = 4000;
let waiting = [];

// Looking in one language is swapped; what changes something is sent as browsers send it, unless it says otherwise.
document.addEventListener("htmx:before:init", (event) => {
  const source = event.target;
  if (source.matches("[data-extends], [data-swaps]")) return;
  const [, lang] = location.pathname.split("/");
  const address = new URL(source.getAttribute("href") ?? source.action, location.href);
  const looks = new RegExp(`^/${lang}/((termine|orte)(/.*)?)?$`).test(address.pathname);
  if (!looks || (source.matches("form") && source.method !== "get")) event.preventDefault();
});

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const source = ctx.sourceElement;
  if (!source.closest("[data-hx-boost]")) return;
  const part = source.closest("[data-part]");
  ctx.target = part || mainPart();
  ctx.select = part ? `#${part.id}` : null;
  ctx.swap = "outerHTML show:none";
  if (part) ctx.push = "false";
  const pressed = ctx.sourceEvent?.submitter?.id ? ctx.sourceEvent.submitter : null;
  const places = pressed ? `#${pressed.id}` : source.closest("[data-land]")?.dataset.land;
  ctx.landing = {
    part: part?.id,
    day: source.dataset.landOnDay,
    places: (places || "h1").split(";"),
    top: (pressed || source).getBoundingClientRect().top,
    stays: Boolean(places),
    searches: source.matches("[role=search]"),
    changes: ctx.request.method === "POST",
  };
});

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (ctx.landing && !ctx.landing.part) rememberPlace(ctx.sourceElement);
  wait(ctx.request.action);
});
document.addEventListener("htmx:finally:request", stopWaiting);

// Back finds the keyboard where it was.
function rememberPlace(source) {
  const id = source.id || source.closest("[id]")?.id;
  const place = source.matches("a[href]") ? `a[href="${CSS.escape(source.getAttribute("href"))}"]`
    : `#${CSS.escape(id)}`;
  history.replaceState({ ...history.state, htmx: true, place }, "");
}

function wait(address) {
  stopWaiting();
  waiting = [
    setTimeout(() => mainPart().setAttribute("aria-busy", "true"), DIM_AFTER),
    setTimeout(() => showLine("slow", address), SLOW_AFTER),
  ];
}

function stopWaiting() {
  waiting.forEach(clearTimeout);
  waiting = [];
  mainPart().removeAttribute("aria-busy");
  hideLine("slow");
}

// One line at the foot of the window: what takes long, what did not work, and the way on.
// The pages of the staff have none.
function showLine(kind, address, again) {
  const line = document.getElementById("verbindung");
  if (!line) return;
  const words = line.dataset[kind];
  line.dataset.kind = kind;
  line.textContent = words;
  if (address) {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = line.dataset[again ? "again" : "reload"];
    if (again) link.addEventListener("click", (event) => { event.preventDefault(); again(); });
    line.append(" ", link);
  }
}

function hideLine(kind) {
  const line = document.getElementById("verbindung");
  if (!line || (line.dataset.kind !== kind && kind)) return;
  line.textContent = "";
  delete line.dataset.kind;
}

// Whatever is not a page of ours, such as a proxy's, does not come into the page.
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  const { landing, response, text } = ctx;
  const isOurs = text.includes('<main id="inhalt"');
  if (landing?.part && (response.status >= 400 || !text.includes(`id="${landing.part}"`))) {
    event.preventDefault();
    HTMLFormElement.prototype.submit.call(ctx.sourceElement);
  } else if (!isOurs) {
    event.preventDefault();
    if (response.status < 400) location.assign(response.raw.url);
    else failed(ctx, "broken");
  }
});
document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  if (ctx) failed(ctx, "offline");
});

function failed(ctx, kind) {
  // The address has moved already: only a reload can show what belongs to it.
  if (!ctx.landing) return location.reload();
  const { sourceElement: source, request } = ctx;
  const again = () => (source.matches("form") ? source.requestSubmit() : source.click());
  return showLine(kind, request.action || location.href, source.isConnected ? again : null);
}

// Asking for the same page once more is no step that Back would take.
document.addEventListener("htmx:before:history:update", ({ detail: { history: step } }) => {
  if (step.path === location.pathname + location.search) step.type = "replace";
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  hideLine();
  const { landing } = ctx;
  if (landing?.part) return settlePart(landing.part);
  start(mainPart());
  if (landing) settle(landing);
  else focusFirst([history.state?.place, "h1"]);
  return undefined;
});

function settle(landing) {
  const summary = mainPart().querySelector("[data-focus]");
  if (summary) return summary.focus();
  const place = landing.day ? findDay(landing.day) : null;
  if (place) place.focus({ preventScroll: true });
  const landed = place || focusFirst([...landing.places, "h1"]);
  if (landing.stays || place) keepInSight(landed, landing);
  else mainPart().querySelector("h1").scrollIntoView({ block: "center" });
  // A notice that came along is a status of its own.
  return announce(landing.changes ? "" : mainPart().dataset.says);
}

// What was pressed stays under the finger, unless what was searched for would be out of sight.
function keepInSight(landed, { top, searches }) {
  if (landed.closest(".month")) return landed.scrollIntoView({ block: "nearest" });
  window.scrollBy(0, landed.getBoundingClientRect().top - top);
  const result = mainPart().querySelector("[data-result]") || mainPart().querySelector("h1");
  const { top: above, bottom: below } = result.getBoundingClientRect();
  const seen = below > 0 && above < window.innerHeight;
  return searches && !seen ? window.scrollTo(0, 0) : undefined;
}

function settlePart(id) {
  const part = document.getElementById(id);
  watchHold(part);
  if (document.activeElement === document.body) focusFirst([`#${id} [data-extends] button`, `#${id}`]);
  announce(part.querySelector("[data-says]")?.textContent);
}

// A button that was pressed says so where the answer takes a while; coming back it is forgotten.
document.addEventListener("submit", (event) => {
  const words = event.target.closest("[data-holding]");
  if (words) setTimeout(() => showLine("holding"), DIM_AFTER);
});
window.addEventListener("pageshow", () => hideLine());
