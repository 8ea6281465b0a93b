// The map that can be moved: points from one GeoJSON file of ours, on plain ground or on the tiles the operator named.
import { type MapGeoJSONFeature, Map as MapView, NavigationControl, Popup, setWorkerUrl } from "maplibre-gl/dist/maplibre-gl-csp";
import type { StyleSpecification } from "maplibre-gl";
import { words } from "./words";

function styleOf(stage: HTMLElement, colour: (name: string) => string): StyleSpecification {
  const { tiles, tilesCredit } = stage.dataset;
  const style: StyleSpecification = {
    version: 8,
    sources: { places: { type: "geojson", data: stage.dataset["mapSrc"]! } },
    layers: [{ id: "ground", type: "background", paint: { "background-color": colour("--paper-sunk") } }],
  };
  if (tiles) {
    style.sources["tiles"] = { type: "raster", tiles: [tiles], tileSize: 256, maxzoom: 18, attribution: tilesCredit ?? "" };
    style.layers.push({ id: "tiles", type: "raster", source: "tiles" });
  }
  style.layers.push({
    id: "places",
    type: "circle",
    source: "places",
    paint: {
      "circle-radius": ["interpolate", ["linear"], ["zoom"], 4, 3, 8, 8, 12, 12],
      "circle-color": colour("--dot"),
      "circle-stroke-color": colour("--paper"),
      "circle-stroke-width": 1,
    },
  });
  return style;
}

function popupOf(place: MapGeoJSONFeature): HTMLElement {
  const link = document.createElement("a");
  link.href = String(place.properties["url"]);
  link.textContent = String(place.properties["name"]);
  return link;
}

// Old tablets, and browsers told to draw without the graphics card, have no WebGL 2.
const canDraw = (): boolean => document.createElement("canvas").getContext("webgl2") !== null;

function say(stage: HTMLElement, sentence: string): void {
  stage.classList.remove("map-stage");
  stage.textContent = sentence;
}

function open(stage: HTMLElement): void {
  if (!canDraw()) return say(stage, words.noMap);
  const style = getComputedStyle(stage);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  setWorkerUrl(stage.dataset["worker"]!);
  stage.replaceChildren();
  const view = new MapView({
    container: stage,
    style: styleOf(stage, colour),
    bounds: [[122.9, 24], [146, 45.6]],
    maxZoom: 16,
    dragRotate: false,
    attributionControl: { compact: false },
    locale: { "NavigationControl.ZoomIn": words.zoomIn, "NavigationControl.ZoomOut": words.zoomOut, "Map.Title": words.map },
  });
  view.touchZoomRotate.disableRotation();
  view.addControl(new NavigationControl({ showCompass: false }));
  view.on("click", "places", ({ features, lngLat }) => {
    const place = features?.[0];
    if (place) new Popup({ maxWidth: "16rem" }).setLngLat(lngLat).setDOMContent(popupOf(place)).addTo(view);
  });
  view.on("mouseenter", "places", () => (view.getCanvas().style.cursor = "pointer"));
  view.on("mouseleave", "places", () => (view.getCanvas().style.cursor = ""));
}

for (const stage of document.querySelectorAll<HTMLElement>("[data-map-src]")) open(stage);
