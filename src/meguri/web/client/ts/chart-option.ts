// From the figures to what ECharts draws. Colours are read from the style sheet, so that dark mode is decided there alone.
import type { EChartsCoreOption } from "echarts/core";
import { language } from "./words";

export type Point = [label: string, value: number | null, status?: string | null];

export interface ChartFigures {
  title: string;
  unit: string;
  kind?: "line" | "bar";
  from_zero?: boolean;
  // vintages: figures published before and revised since
  series: { name: string; points: Point[]; vintages?: Point[] }[];
  // what the axis names, as in the server's picture: the figure and its words
  ticks?: [value: number, word: string][];
  target?: number | null;
  target_label?: string;
  description?: string;
}

const MARKERS = ["circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect"];
const DASHES = ["solid", [6, 3], [2, 3], [10, 3, 2, 3], [4, 2], [1, 2]];
const YEAR = /\d{4}/;

// Where each label stands: at its year, as in the server's picture, or in order when years do not tell labels apart.
export function placesOf(figures: ChartFigures): Map<string, number> {
  const all = figures.series.flatMap((one) => [...one.points, ...(one.vintages ?? [])].map(([label]) => label));
  // Labels whose years do not tell them apart come in ISO form, which sorts by time.
  const labels = [...new Set(all)].sort();
  const years = labels.map((label) => Number(YEAR.exec(label)?.[0] ?? NaN));
  const telling = years.every((year) => !Number.isNaN(year)) && new Set(years).size === years.length;
  const placed = labels.map((label, order): [string, number] => [label, telling ? years[order]! : order]);
  return new Map(placed.sort(([, a], [, b]) => a - b));
}

export function optionOf(figures: ChartFigures, from: Element, moving: boolean): EChartsCoreOption {
  const style = getComputedStyle(from);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const text = { color: colour("--ink"), fontFamily: style.fontFamily, fontSize: 14 };
  const places = placesOf(figures);
  const named = figures.series.length > 1 ? legendRows(figures, from.clientWidth) * LEGEND_ROW : 0;
  return {
    animation: moving,
    aria: { enabled: true, label: { description: figures.description ?? figures.title } },
    color: [1, 2, 3, 4, 5, 6].map((place) => colour(`--series-${place}`)),
    textStyle: text,
    grid: { left: 8, right: 40, top: 36 + named + (figures.target == null ? 0 : 16), bottom: 8, containLabel: true },
    legend: {
      show: figures.series.length > 1,
      type: "plain",
      top: 0,
      left: 0,
      textStyle: text,
      itemWidth: LEGEND_MARK,
      itemGap: LEGEND_GAP,
      data: figures.series.map((one) => one.name),
    },
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
    xAxis: timeAxis(places, text, colour("--line-firm"), from.clientWidth),
    yAxis: {
      type: "value",
      name: figures.unit,
      nameTextStyle: { ...text, align: "left" },
      // the target's name may stand right above the highest line
      nameGap: figures.target == null ? 15 : 31,
      ...scaleOf(figures),
      axisLabel: { ...text, formatter: (value: number) => nearest(figures.ticks, value) ?? short(value) },
      splitLine: { lineStyle: { color: colour("--line") } },
    },
    series: figures.series.flatMap((one, place) => [
      {
        name: one.name,
        type: figures.kind ?? "line",
        data: one.points.map(([label, value]) => [places.get(label), value]),
        symbol: MARKERS[place],
        symbolSize: 9,
        lineStyle: { width: 2.5, type: DASHES[place] },
        connectNulls: false,
        markLine: place === 0 && figures.target != null ? targetLine(figures, colour("--target-line"), text) : undefined,
      },
      ...earlier(one, places, colour(`--series-${place + 1}`), colour("--paper")),
    ]).concat(targetSpace(figures.target, places)),
  };
}

// The axis is made for the series alone: a target outside their figures would not be seen, so it is a series too, without a mark.
function targetSpace(target: number | null | undefined, places: Map<string, number>): object[] {
  if (target == null) return [];
  const data = [[[...places.values()][0], target]];
  return [{ type: "scatter", data, symbolSize: 0, silent: true, tooltip: { show: false } }];
}

const LEGEND_MARK = 36;
const LEGEND_GAP = 10;
const LEGEND_ROW = 26;
const LETTER = 14;

// About how wide a text is, as in the server's picture.
function widthOf(word: string): number {
  return [...word].reduce((sum, letter) => sum + (letter.codePointAt(0)! > 0x2e7f ? LETTER : LETTER * 0.6), 0);
}

function legendRows(figures: ChartFigures, width: number): number {
  let rows = 1;
  let used = 0;
  for (const { name } of figures.series) {
    const wide = LEGEND_MARK + 5 + widthOf(name) + LEGEND_GAP;
    if (used > 0 && used + wide > width) [rows, used] = [rows + 1, 0];
    used += wide;
  }
  return rows;
}

// The server's ticks when they came, so that both pictures of a chart have one axis.
function scaleOf(figures: ChartFigures): object {
  const ticks = figures.ticks ?? [];
  if (ticks.length < 2) return { scale: !(figures.from_zero ?? figures.kind === "bar") };
  const [first, second, last] = [ticks[0]![0], ticks[1]![0], ticks[ticks.length - 1]![0]];
  return { min: first, max: last, interval: second - first };
}

function nearest(ticks: [number, string][] | undefined, value: number): string | undefined {
  const near = [...(ticks ?? [])].sort(([a], [b]) => Math.abs(a - value) - Math.abs(b - value));
  return near[0]?.[1];
}

// The first and the last place always, and those between that have room.
function labelled(places: Map<string, number>, width: number): number[] {
  const order = [...places].sort(([, a], [, b]) => a - b);
  const [first, last] = [order[0], order[order.length - 1]];
  if (!first || !last || first === last) return order.map(([, at]) => at);
  const room = (width - 100) / (last[1] - first[1]);
  const kept = [first[1], last[1]];
  let left = last[1] * room - widthOf(last[0]) / 2;
  for (const [label, at] of order.slice(1, -1).reverse()) {
    const half = widthOf(label) / 2 + 8;
    if (at * room + half > left || at * room - half < first[1] * room + widthOf(first[0]) / 2) continue;
    kept.push(at);
    left = at * room - half;
  }
  return kept.sort((a, b) => a - b);
}

function timeAxis(places: Map<string, number>, text: object, line: string, width: number): object {
  const labelAt = new Map([...places].map(([label, at]) => [at, label]));
  const sample = [...places.keys()][0] ?? "";
  const byYear = places.get(sample) === Number(YEAR.exec(sample)?.[0]);
  const word = (at: number): string => labelAt.get(at) ?? (byYear ? sample.replace(YEAR, String(at)) : "");
  return {
    type: "value",
    min: "dataMin",
    max: "dataMax",
    minInterval: 1,
    axisTick: { customValues: [...places.values()] },
    axisLabel: { ...text, customValues: labelled(places, width), formatter: word },
    axisPointer: { label: { formatter: ({ value }: { value: number }) => word(value) }, snap: true },
    axisLine: { lineStyle: { color: line } },
    splitLine: { show: false },
  };
}

function earlier(one: ChartFigures["series"][number], places: Map<string, number>, edge: string, fill: string): object[] {
  if (!one.vintages?.length) return [];
  const data = one.vintages.map(([label, value]) => [places.get(label), value]);
  const itemStyle = { color: fill, borderColor: edge, borderWidth: 1.5 };
  return [{ name: one.name, type: "scatter", data, symbolSize: 9, itemStyle, silent: true, tooltip: { show: false } }];
}

function targetLine(figures: ChartFigures, color: string, text: object): object {
  return {
    silent: true,
    symbol: "none",
    lineStyle: { color, type: [8, 4], width: 2 },
    label: { ...text, position: "insideStartTop", formatter: figures.target_label ?? "" },
    data: [{ yAxis: figures.target }],
  };
}

const locale = language === "en" ? "en-GB" : "ja-JP";
const fullFormat = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
// "en" writes M and B as the server does; "en-GB" writes m and bn
const shortFormat = new Intl.NumberFormat(language === "en" ? "en" : "ja-JP", { notation: "compact", maximumFractionDigits: 1 });

export const full = (value: number): string => fullFormat.format(value);
const short = (value: number): string => (Math.abs(value) < 10000 ? full(value) : shortFormat.format(value));
