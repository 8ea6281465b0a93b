// From the figures to what ECharts draws. Colours are read from the style sheet, so that dark mode is decided there alone.
import type { EChartsCoreOption } from "echarts/core";
import { language } from "./words";

type Status = string | null;
export type Point = [label: string, value: number | null, status?: Status];

export interface ChartFigures {
  title: string;
  unit: string;
  kind?: "line" | "bar";
  from_zero?: boolean;
  series: { name: string; points: Point[] }[];
  target?: number | null;
  target_label?: string;
  description?: string;
}

const MARKERS = ["circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect"];
const DASHES = ["solid", [6, 3], [2, 3], [10, 3, 2, 3], [4, 2], [1, 2]];

export const labelsOf = (figures: ChartFigures): string[] =>
  [...new Set(figures.series.flatMap((one) => one.points.map(([label]) => label)))].sort();

export function optionOf(figures: ChartFigures, from: Element, moving: boolean): EChartsCoreOption {
  const style = getComputedStyle(from);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const ink = colour("--ink");
  const labels = labelsOf(figures);
  const text = { color: ink, fontFamily: style.fontFamily, fontSize: 14 };
  return {
    animation: moving,
    aria: { enabled: true, label: { description: figures.description ?? figures.title } },
    color: [1, 2, 3, 4, 5, 6].map((place) => colour(`--series-${place}`)),
    textStyle: text,
    grid: { left: 8, right: 24, top: figures.series.length > 1 ? 56 : 32, bottom: 8, containLabel: true },
    legend: { show: figures.series.length > 1, top: 0, left: 0, textStyle: text, itemWidth: 36 },
    tooltip: {
      trigger: "axis",
      // "html" would write style attributes, which the policy forbids
      renderMode: "richText",
      confine: true,
      backgroundColor: colour("--paper-raised"),
      borderColor: colour("--line-firm"),
      textStyle: text,
      valueFormatter: (value: unknown) => (typeof value === "number" ? `${full(value)} ${figures.unit}` : "—"),
    },
    xAxis: {
      type: "category",
      data: labels,
      boundaryGap: figures.kind === "bar",
      axisLabel: { ...text, hideOverlap: true },
      axisLine: { lineStyle: { color: colour("--line-firm") } },
    },
    yAxis: {
      type: "value",
      name: figures.unit,
      nameTextStyle: { ...text, align: "left" },
      scale: !(figures.from_zero ?? figures.kind === "bar"),
      axisLabel: { ...text, formatter: short },
      splitLine: { lineStyle: { color: colour("--line") } },
    },
    series: figures.series.map((one, place) => ({
      name: one.name,
      type: figures.kind ?? "line",
      data: valuesOf(one.points, labels),
      symbol: MARKERS[place % MARKERS.length],
      symbolSize: 9,
      lineStyle: { width: 2.5, type: DASHES[place % DASHES.length] },
      connectNulls: false,
      markLine: place === 0 && figures.target != null ? targetLine(figures, colour("--target-line"), text) : undefined,
    })),
  };
}

function valuesOf(points: Point[], labels: string[]): (number | null)[] {
  const byLabel = new Map(points.map(([label, value]) => [label, value]));
  return labels.map((label) => byLabel.get(label) ?? null);
}

function targetLine(figures: ChartFigures, color: string, text: object): object {
  return {
    silent: true,
    symbol: "none",
    lineStyle: { color, type: [8, 4], width: 2 },
    label: { ...text, position: "insideEndTop", formatter: figures.target_label ?? "" },
    data: [{ yAxis: figures.target }],
  };
}

const locale = language === "en" ? "en-GB" : "ja-JP";
const fullFormat = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
const shortFormat = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });

export const full = (value: number): string => fullFormat.format(value);
const short = (value: number): string => (Math.abs(value) < 10000 ? full(value) : shortFormat.format(value));
