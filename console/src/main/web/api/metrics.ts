/** A value of a metric, with its labels. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One answer of `/actuator/prometheus`. */
export class Metrics {
  readonly #samples: ReadonlyMap<string, readonly Sample[]>;

  constructor(samples: ReadonlyMap<string, readonly Sample[]>) {
    this.#samples = samples;
  }

  /** All samples of a name; none if the service does not have the metric. */
  all(name: string): readonly Sample[] {
    return this.#samples.get(name) ?? [];
  }

  /** The sum of the samples that the filter accepts; null if the service does not have the metric. */
  sum(name: string, accepts: (labels: Sample['labels']) => boolean = () => true): number | null {
    const samples = this.all(name);
    return samples.length === 0
      ? null
      : samples.filter(({ labels }) => accepts(labels)).reduce((sum, { value }) => sum + value, 0);
  }
}

const LINE = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})? ([^ ]+)(?: -?\d+)?$/;
const LABEL = /([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)",?/g;

/** Reads the text format of Prometheus. A line that is not a sample is left out. */
export function parseMetrics(text: string): Metrics {
  const samples = new Map<string, Sample[]>();
  for (const line of text.split('\n')) {
    const match = line.startsWith('#') ? null : LINE.exec(line.trimEnd());
    if (match === null) {
      continue;
    }
    const [, name, labels, value] = match;
    const sample = { labels: labelsOf(labels ?? ''), value: numberOf(value!) };
    const known = samples.get(name!);
    if (known === undefined) {
      samples.set(name!, [sample]);
    } else {
      known.push(sample);
    }
  }
  return new Metrics(samples);
}

function labelsOf(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const [, name, value] of text.matchAll(LABEL)) {
    labels[name!] = value!.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char));
  }
  return labels;
}

function numberOf(text: string): number {
  switch (text) {
    case '+Inf':
      return Infinity;
    case '-Inf':
      return -Infinity;
    default:
      return Number(text);
  }
}
