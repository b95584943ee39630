// A list of free dates that was left open for long says so, and offers the present one.

const OLD_AFTER = 10 * 60000;

function watchAge(line) {
  const since = Date.now();
  const look = () => {
    if (!line.isConnected) return clearInterval(ticking);
    line.querySelector("[data-old]").hidden = Date.now() - since < OLD_AFTER;
    return undefined;
  };
  const ticking = setInterval(look, 15000);
  window.addEventListener("pageshow", look);
  document.addEventListener("visibilitychange", look);
}
