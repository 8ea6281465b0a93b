// A chart is read with the arrow keys: one label after the other is pointed at and said aloud.
import type { EChartsType } from "echarts/core";
import { type ChartFigures, full, labelsOf } from "./chart-option";
import { words } from "./words";

export function readByKeys(stage: HTMLElement, chart: EChartsType, figures: ChartFigures): void {
  const labels = labelsOf(figures);
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  stage.after(said);
  stage.tabIndex = 0;
  stage.setAttribute("role", "application");
  stage.setAttribute("aria-label", `${figures.title}. ${words.shown}`);
  let place = labels.length - 1;
  stage.addEventListener("keydown", (event) => {
    const next = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: labels.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    place = Math.min(Math.max(next, 0), labels.length - 1);
    chart.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: place });
    said.textContent = sentence(figures, labels[place] ?? "");
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
