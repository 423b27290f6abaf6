import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { DurationFigures, DurationReadings, Labels, Meter } from '@bourse/application/ports/telemetry.ts';

/** A meter that can be read as Prometheus text. */
export interface PrometheusMeter extends Meter, DurationReadings {
  /** Media type of what `exposition` answers. */
  readonly contentType: string;
  /** All metrics in the text format of Prometheus. */
  exposition(): Promise<string>;
}

const PREFIX = 'bourse_';

/** Most combinations of labels one metric keeps; further ones are left out, and counted as bourse_metric_series_left_out_total. */
const MAX_SERIES = 1_000;

/** Upper bounds in seconds, from a read out of memory to a call that timed out. */
const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * Keeps metrics in memory under names that begin with bourse_, besides those of the process itself. A metric comes into being
 * with its first value, which fixes its label names; using other ones later throws Error. Counters end in _total and
 * durations in _seconds, as Prometheus asks; the ending is added where it is missing.
 */
export function createPrometheusMeter(): PrometheusMeter {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: PREFIX });
  const leftOut = new Counter({
    name: `${PREFIX}metric_series_left_out_total`,
    help: 'Values that were not kept because their metric has too many combinations of labels.',
    labelNames: ['metric'],
    registers,
  });

  const counters = family(
    (name, labelNames) => new Counter({ name, help: helpOf(name), labelNames, registers }),
    leftOut,
  );
  const gauges = family((name, labelNames) => new Gauge({ name, help: helpOf(name), labelNames, registers }), leftOut);
  const durations = family(
    (name, labelNames) => new Histogram({ name, help: helpOf(name), labelNames, registers, buckets: DURATION_BUCKETS }),
    leftOut,
  );

  return {
    count: (name, labels, by) => counters(name, '_total', labels)?.inc(by),
    gauge: (name, labels, value) => gauges(name, '', labels)?.set(value),
    duration: (name, labels, seconds) => durations(name, '_seconds', labels)?.observe(seconds),
    contentType: registry.contentType,
    exposition: () => registry.metrics(),
    async durations(name) {
      const metric = registry.getSingleMetric(PREFIX + name);
      return metric instanceof Histogram ? figuresOf((await metric.get()).values) : [];
    },
  };
}

/** A metric with all of its combinations of labels. */
interface LabelledMetric<Series> {
  labels(labels: Labels): Series;
}

/**
 * Metrics of one type by name; answers undefined for a combination of labels that is one too many. Labels that come as the same object again
 * are recognised by it, which takes a tenth of the time of reading them.
 */
function family<Series>(
  make: (name: string, labelNames: string[]) => LabelledMetric<Series>,
  leftOut: Counter,
): (name: string, ending: string, labels: Labels) => Series | undefined {
  const metrics = new Map<string, (labels: Labels) => Series | undefined>();
  return (name, ending, labels) => {
    let seriesOf = metrics.get(name);
    if (seriesOf === undefined) {
      const fullName = PREFIX + (name.endsWith(ending) ? name : name + ending);
      seriesOf = createSeries(make(fullName, Object.keys(labels)), () => {
        leftOut.inc({ metric: name });
      });
      metrics.set(name, seriesOf);
    }
    return seriesOf(labels);
  };
}

function createSeries<Series>(
  metric: LabelledMetric<Series>,
  leaveOut: () => void,
): (labels: Labels) => Series | undefined {
  const known = new WeakMap<Labels, Series>();
  const byValues = new Map<string, Series>();
  return (labels) => {
    const seen = known.get(labels);
    if (seen !== undefined) return seen;
    const key = Object.values(labels).join('\n');
    let series = byValues.get(key);
    if (series === undefined) {
      if (byValues.size >= MAX_SERIES) {
        leaveOut();
        return undefined;
      }
      series = metric.labels(labels);
      byValues.set(key, series);
    }
    known.set(labels, series);
    return series;
  };
}

type HistogramValues = Awaited<ReturnType<Histogram['get']>>['values'];

/** A histogram's values, which stand one by one, put together for each combination of labels. */
function figuresOf(values: HistogramValues): readonly DurationFigures[] {
  const series = Map.groupBy(values, ({ labels }) => JSON.stringify(labelsOf(labels)));
  return [...series.values()].map((parts) => {
    const partOf = (ending: string): number =>
      parts.find(({ metricName }) => metricName?.endsWith(ending) === true)?.value ?? 0;
    return {
      labels: labelsOf(parts[0]?.labels ?? {}),
      count: partOf('_count'),
      seconds: partOf('_sum'),
      buckets: parts.flatMap(({ labels: { le }, value }) =>
        typeof le === 'number' ? [{ upToSeconds: le, count: value }] : [],
      ),
    };
  });
}

/** The labels without the one that names a bucket. */
function labelsOf(labels: HistogramValues[number]['labels']): Labels {
  const own = Object.entries(labels).filter(([name]) => name !== 'le');
  return Object.fromEntries(own.map(([name, value]) => [name, String(value)]));
}

/** The name in words: names say what is measured, and in which unit. */
function helpOf(name: string): string {
  return name.slice(PREFIX.length).replaceAll('_', ' ');
}
