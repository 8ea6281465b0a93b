// The explorable chart of an indicator's page: takes the place of the server's picture once its figures have come.
import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import {
  AriaComponent, GridComponent, LegendComponent, LegendScrollComponent, MarkLineComponent, TooltipComponent,
} from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { type ChartFigures, optionOf } from "./chart-option";
import { readByKeys } from "./chart-keys";

use([
  AriaComponent, BarChart, GridComponent, LegendComponent, LegendScrollComponent, LineChart, MarkLineComponent, ScatterChart,
  SVGRenderer, TooltipComponent,
]);

const dark = window.matchMedia("(prefers-color-scheme: dark)");
const still = window.matchMedia("(prefers-reduced-motion: reduce)");

async function enhance(figure: HTMLElement): Promise<void> {
  const answer = await fetch(figure.dataset["chartSrc"]!, { headers: { Accept: "application/json" } });
  // The server's picture stays when the figures do not come.
  if (!answer.ok) return;
  const figures = (await answer.json()) as ChartFigures;
  const stage = document.createElement("div");
  stage.className = "chart-stage";
  const picture = figure.querySelector<HTMLElement>("[data-chart-picture]")!;
  picture.replaceWith(stage);
  const chart = init(stage, null, { renderer: "svg" });
  const draw = (): void => chart.setOption(optionOf(figures, figure, !still.matches), true);
  draw();
  readByKeys(stage, chart, figures);
  dark.addEventListener("change", draw);
  new ResizeObserver(() => {
    chart.resize();
    draw();
  }).observe(stage);
}

for (const figure of document.querySelectorAll<HTMLElement>("figure[data-chart-src]")) void enhance(figure);
