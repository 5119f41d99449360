import { describe, expect, test } from 'vitest';
import type { Generation, GenerationState, HeldProduct, Projection, Projections } from '../../main/web/api/operation';
import { NOT_READ } from '../../main/web/operation/poller';
import { actionsOn, heading, heartbeatText, heldRows, progressText, summary, withAnswer } from '../../main/web/operation/progress';

function generation(number: number, state: GenerationState, version = 1): Generation {
  return {
    generation: number,
    version,
    state,
    stateSince: '2026-03-01T09:30:00Z',
    eventsDone: 100,
    eventsTotal: 400,
    heldProducts: 0,
  };
}

function projection(part: Partial<Projection> = {}): Projection {
  return {
    name: 'inventory',
    version: 1,
    generation: 1,
    status: 'live',
    position: 10,
    lagEvents: 0,
    lagMs: 5,
    heldProducts: 0,
    firstHeldProducts: [],
    generations: [generation(1, 'serving')],
    ...part,
  };
}

function answer(part: Partial<Projections> = {}): Projections {
  return {
    heartbeat: { ageMs: 10, epochNumber: 1, term: 1, headPosition: 10, publishedPosition: 8 },
    verification: { verifiedProducts: 0, verifiedEvents: 0, unverifiable: 0, differences: 0, firstDifferences: [] },
    projections: [projection()],
    ...part,
  };
}

describe('the actions on a generation', () => {
  const all = (...generations: Generation[]) => {
    const present = projection({ generations });
    return generations.map((each) => actionsOn(present, each));
  };

  test('the serving one is rebuilt, unless a rebuild has begun', () => {
    expect(all(generation(1, 'serving'))).toEqual([['rebuild']]);
    for (const state of ['building', 'comparing'] as const) {
      expect(all(generation(1, 'serving'), generation(2, state))).toEqual([[], ['cancel']]);
    }
    expect(all(generation(1, 'serving'), generation(2, 'differs'))).toEqual([[], ['swap-in', 'cancel']]);
    expect(all(generation(1, 'serving'), generation(2, 'dropping'))).toEqual([[], []]);
  });

  test('a retained one is swapped back', () => {
    expect(actionsOn(projection({ generation: 2 }), generation(1, 'retained'))).toEqual(['swap-back']);
  });

  test('the first one of a version answers reads while it is built, so it is not cancelled', () => {
    expect(all(generation(1, 'building'))).toEqual([[]]);
  });

  test('those of other versions belong to other replicas', () => {
    expect(actionsOn(projection(), generation(3, 'retained', 2))).toEqual([]);
    expect(all(generation(1, 'serving'), generation(2, 'building', 2))).toEqual([['rebuild'], []]);
  });
});

test('a product that several read models hold for the same reason is one row', () => {
  const held = (reason: string): HeldProduct => ({
    productId: 'p',
    expectedSequenceNumber: 8,
    seenSequenceNumber: 9,
    reason,
    since: '2026-03-01T09:30:00Z',
  });
  const rows = heldRows([
    projection({ name: 'inventory', firstHeldProducts: [held('event 8 is missing')] }),
    projection({ name: 'movements', firstHeldProducts: [held('event 8 is missing')] }),
    projection({ name: 'alerts', firstHeldProducts: [held('event 8 cannot be applied')] }),
  ]);
  expect(rows.map(({ readModels }) => readModels)).toEqual([['inventory', 'movements'], ['alerts']]);
});

test('the figures of the last minute are kept by read model', () => {
  const first = withAnswer(null, answer(), new Date(1_000));
  const second = withAnswer(first, answer({ projections: [projection({ lagMs: 7 })] }), new Date(2_000));
  expect(second.lags['inventory']?.map(({ value }) => value)).toEqual([5, 7]);
  expect(second.unpublished.map(({ value }) => value)).toEqual([2, 2]);
  const { heartbeat: _, ...without } = answer();
  expect(withAnswer(second, without, new Date(3_000)).head).toHaveLength(2);
});

test('the summary names the gravest fact', () => {
  expect(summary(answer())).toBe('All read models are live.');
  expect(summary(answer({ projections: [projection(), projection({ name: 'movements', status: 'held' })] }))).toBe(
    'movements: held.',
  );
  expect(summary(answer({ verification: { ...answer().verification, differences: 1 } }))).toContain('differences');
  expect(summary(answer({ heartbeat: { ...answer().heartbeat!, halted: 'restored' } }))).toBe(
    'The event log is halted: restored.',
  );
});

test('the progress names what is known', () => {
  expect(progressText(generation(1, 'serving'))).toBe('100 of 400 records');
  expect(progressText({ ...generation(2, 'building'), eventsPerSecond: 50, secondsLeft: 6 })).toBe(
    '100 of 400 records, 50 per second, 6 s left',
  );
});

describe('the heading', () => {
  const at = new Date(2026, 2, 1, 9, 30, 2);
  const progress = withAnswer(null, answer(), at);

  test('is the state while that is current', () => {
    expect(heading(null, NOT_READ)).toBe('Reading the progress of the read models');
    expect(heading(progress, { error: null, readAt: at, isCurrent: true })).toBe('All read models are live.');
  });

  test('says since when nothing has been read after a failure, and while a read hangs', () => {
    for (const error of [null, new TypeError('down')]) {
      const text = heading(progress, { error, readAt: at, isCurrent: false });
      expect(text).toMatch(/^The state of the read models is not known: nothing has been read since .*9.30.02/);
      expect(text).not.toContain('live');
    }
    expect(heading(null, { ...NOT_READ, error: new TypeError('down') })).toBe(
      'The state of the read models is not known.',
    );
  });

  test('has the age of the heartbeat at the time of the last read', () => {
    expect(heartbeatText(300, null)).toBe('300 ms ago');
    expect(heartbeatText(300, at)).toMatch(/^300 ms before .*9.30.02/);
  });
});
