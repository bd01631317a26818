// Loader. st_folium loads this as a classic script and then evaluates `atlas.show(map, told)`, or
// `atlas.place(map, told)` on the page that tries names; the work is in modules, so calls wait
// here until those have arrived.
(() => {
  const here = document.currentScript.src;
  let latest = null;
  let loading;

  async function run() {
    const call = latest;
    try {
      loading ??= import(new URL(`map.js${new URL(here).search}`, here).href);
      const modules = await loading;
      if (call === latest) modules[call.module][call.name](call.map, call.told, new URL("../", here));
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
      latest = { map, told, module: "main", name: "show" };
      run();
    },
    place(map, told) {
      latest = { map, told, module: "places", name: "showPlaces" };
      run();
    },
  };
})();
