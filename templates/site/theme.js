(function () {
  "use strict";
  var root = document.documentElement;
  function stored() {
    try { return localStorage.getItem("theme"); } catch (error) { return null; }
  }
  function show(theme) {
    if (theme === "light" || theme === "dark") { root.dataset.theme = theme; }
  }
  show(stored());
  document.addEventListener("DOMContentLoaded", function () {
    var button = document.getElementById("page-theme");
    if (!button) { return; }
    button.hidden = false;
    button.addEventListener("click", function () {
      var dark = root.dataset.theme ? root.dataset.theme === "dark"
        : matchMedia("(prefers-color-scheme: dark)").matches;
      var theme = dark ? "light" : "dark";
      show(theme);
      try { localStorage.setItem("theme", theme); } catch (error) { /* private mode: for this page only */ }
    });
  });
})();
