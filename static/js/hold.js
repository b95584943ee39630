// The held date: how many minutes are left, a word at five, two and one, and an offer at five.

const MINUTE = 60000;

function watchHold(banner) {
  // Counted by the server's clock: that of a visitor may be wrong, and tests stop theirs.
  const ahead = Date.parse(banner.dataset.now) - Date.now();
  const end = Date.parse(banner.dataset.holdUntil);
  // Without a script what was typed goes along with these; with one it simply stays.
  for (const button of banner.querySelectorAll("[data-extends] button")) {
    button.removeAttribute("form");
    button.removeAttribute("formaction");
  }
  let before = Infinity;
  keepFormApart(banner);
  const look = () => {
    if (!banner.isConnected) return clearInterval(ticking);
    const left = Math.max(0, Math.ceil((end - Date.now() - ahead) / MINUTE));
    if (left !== before) showMinutes(banner, left, before);
    before = left;
    return undefined;
  };
  const ticking = setInterval(look, 1000);
  look();
}

// What is typed below stays there, so it need not be sent along to ask for more time.
function keepFormApart(banner) {
  for (const button of banner.querySelectorAll("[data-extends] button[form]")) {
    ["form", "formaction", "formnovalidate"].forEach((name) => button.removeAttribute(name));
  }
}

function showMinutes(banner, left, before) {
  const words = banner.querySelector("[data-left-many]");
  const status = banner.querySelector("[role=status]");
  const { leftOne, leftMany, over } = words.dataset;
  words.textContent = left === 1 ? leftOne : left ? leftMany.replace("{}", left) : "";
  const passed = [5, 2, 1].find((minutes) => left === minutes && before > minutes);
  if (passed) status.textContent = status.getAttribute(`data-minutes-${passed}`);
  if (left === 0) status.textContent = over;
  // Only when it comes up while somebody fills in, not on each page after it.
  const dialog = banner.querySelector("[data-hold-dialog]");
  if (passed === 5 && before !== Infinity && dialog && !dialog.open) dialog.showModal();
  if (left === 0 && dialog && dialog.open) dialog.close();
}

// More time is fetched beside the form, so that nothing typed is lost.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-extends]");
  // Closing gives the keyboard back to the field it was in.
  if (form) form.closest("dialog")?.close();
}, true);
