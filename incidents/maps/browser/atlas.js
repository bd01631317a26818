// Loader. st_folium loads this as a classic script and then evaluates `atlas.show(map, told)`;
// the work is in modules, so calls wait here until those have arrived.
(() => {
  const here = document.currentScript.src;
  let latest = null;
  let loading = null;

  async function run() {
    loading ??= import(new URL("main.js", here).href);
    const call = latest;
    try {
      const { show } = await loading;
      if (call === latest) show(call.map, call.told, new URL("../", here));
    } catch (error) {
      console.error(error);
      const note = document.createElement("p");
      note.setAttribute("role", "alert");
      note.textContent = "The map’s scripts could not be loaded. Reload the page; the table shows "
        + "the same incidents meanwhile.";
      document.body.prepend(note);
    }
  }

  window.atlas = {
    show(map, told) {
      latest = { map, told };
      run();
    },
  };
})();
