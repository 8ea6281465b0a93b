// The policy-friendly build has the same names as the main one, but ships no types of its own.
declare module "maplibre-gl/dist/maplibre-gl-csp" {
  export * from "maplibre-gl";
}
