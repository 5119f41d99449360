import { describe, expect, it } from 'vitest';
import { Api } from '../../main/web/api/client';
import { ProblemError } from '../../main/web/api/failure';
import { Session } from '../../main/web/session/session';
import { fieldFaults, memberLabel, membersOf } from '../../main/web/try/faults';
import {
  attemptHeaders,
  isNotTaken,
  isUncertain,
  newKey,
  openAttempt,
  send,
  type Attempt,
} from '../../main/web/try/attempt';

function storage(): Storage {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  } as Storage;
}

const ATTEMPT: Attempt = {
  command: 'receive-stock',
  request: { method: 'POST', path: '/v1/products/p/receipts', body: '{}' },
  ifMatch: 7,
  key: 'k',
};

/** An API whose calls get this answer. */
function answering(answer: () => Promise<Response>): Api {
  const api = new Api('', new Session(false, storage()));
  api.send = answer;
  return api;
}

function problem(status: number, members: object = {}): ProblemError {
  return new ProblemError({ type: 'urn:stockledger:problem:x', title: 't', status, ...members }, null);
}

describe('An attempt', () => {
  it('stays in the tab while its outcome is unknown, so that a repeat has its key', async () => {
    const tab = storage();
    for (const error of [new TypeError('no answer'), problem(503), problem(500), problem(429)]) {
      await expect(
        send(
          answering(() => Promise.reject(error)),
          ATTEMPT,
          tab,
        ),
      ).rejects.toBe(error);
      expect(openAttempt(tab)).toEqual(ATTEMPT);
    }
  });

  it('is forgotten when it is recorded or refused', async () => {
    const tab = storage();
    const replayed = new Response('{"version":8}', { headers: { 'Idempotency-Replayed': 'true' } });
    expect(
      await send(
        answering(() => Promise.resolve(replayed)),
        ATTEMPT,
        tab,
      ),
    ).toEqual({ answer: { version: 8 }, isReplay: true });
    expect(openAttempt(tab)).toBeNull();
    await expect(
      send(
        answering(() => Promise.reject(problem(412))),
        ATTEMPT,
        tab,
      ),
    ).rejects.toThrow();
    expect(openAttempt(tab)).toBeNull();
    expect(isUncertain(problem(409))).toBe(false);
  });

  it('is known not to be recorded if the service has not taken it', () => {
    const overloaded = { type: 'urn:stockledger:problem:overloaded' };
    expect(isNotTaken(problem(503, overloaded))).toBe(true);
    expect(isNotTaken(problem(503, { type: 'urn:stockledger:problem:outcome-unknown' }))).toBe(false);
    expect(isNotTaken(new TypeError('no answer'))).toBe(false);
  });

  it('has a key of its own, and the version only if it is asked for', () => {
    expect(newKey()).not.toBe(newKey());
    expect(newKey()).toMatch(/^console-[0-9a-f]{32}$/);
    expect(attemptHeaders({ key: 'k', ifMatch: 0 })).toEqual({ 'Idempotency-Key': 'k', 'If-Match': '"0"' });
    expect(attemptHeaders({ key: 'k', ifMatch: null })).toEqual({ 'Idempotency-Key': 'k' });
  });
});

describe('The faults of fields', () => {
  it('are those of the problem, the first of each field', () => {
    const errors = [
      { field: 'lines[1].quantity', message: 'is missing' },
      { field: 'productIds[2]', message: 'is too long' },
      { field: 'productIds[3]', message: 'is empty' },
    ];
    expect(Object.fromEntries(fieldFaults(problem(400, { errors })))).toEqual({
      'lines[1].quantity': 'is missing',
      productIds: 'is too long',
    });
  });

  it('are the field of a quantity that is not allowed', () => {
    const refusal = problem(422, { field: 'quantity', quantity: 0, detail: 'quantity: must be at least 1' });
    expect(fieldFaults(refusal).get('quantity')).toBe('must be at least 1');
    expect(fieldFaults(problem(404)).size).toBe(0);
    expect(fieldFaults(null).size).toBe(0);
  });
});

describe('The members of a problem', () => {
  it('are values, and a table with all columns of its rows', () => {
    const lines = [
      { productId: 'a', available: 1 },
      { productId: 'b', warehouseId: 'w' },
    ];
    expect(membersOf(problem(409, { orderId: 'o', lines, errors: [] }).problem)).toEqual([
      { name: 'orderId', kind: 'value', value: 'o' },
      { name: 'lines', kind: 'rows', columns: ['productId', 'available', 'warehouseId'], rows: lines },
    ]);
  });

  it('have names in words', () => {
    expect(memberLabel('warehouseId')).toBe('Warehouse');
    expect(memberLabel('newTotal')).toBe('New total');
  });
});
