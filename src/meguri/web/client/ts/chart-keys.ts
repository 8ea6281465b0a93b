// A chart is read with the arrow keys: one label after the other is pointed at and said aloud.
import type { EChartsType } from "echarts/core";
import { type ChartFigures, full, placesOf } from "./chart-option";
import { words } from "./words";

export function readByKeys(stage: HTMLElement, chart: EChartsType, figures: ChartFigures): void {
  const stops = [...placesOf(figures)];
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  stage.after(said);
  stage.tabIndex = 0;
  stage.setAttribute("role", "application");
  stage.setAttribute("aria-label", `${figures.title}. ${words.shown}`);
  let stop = stops.length;
  stage.addEventListener("keydown", (event) => {
    const next = { ArrowLeft: stop - 1, ArrowRight: stop + 1, Home: 0, End: stops.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    stop = Math.min(Math.max(next, 0), stops.length - 1);
    const [label, at] = stops[stop]!;
    const x = chart.convertToPixel({ xAxisIndex: 0 }, at);
    chart.dispatchAction({ type: "showTip", x, y: chart.getHeight() / 2 });
    said.textContent = sentence(figures, label);
  });
  stage.addEventListener("blur", () => chart.dispatchAction({ type: "hideTip" }));
}

function sentence(figures: ChartFigures, label: string): string {
  const parts = figures.series.map((one) => {
    const value = one.points.find(([at]) => at === label)?.[1];
    return `${figures.series.length > 1 ? `${one.name} ` : ""}${value == null ? words.noData : `${full(value)} ${figures.unit}`}`;
  });
  return `${label}: ${parts.join(", ")}`;
}
