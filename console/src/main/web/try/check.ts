import { COMMAND_MS, READ_MS, segment, type Api } from '../api/client';
import { getOrder, type Item } from '../api/inventory';
import { WRITE } from '../session/scopes';
import { isOfProduct, type Command } from './command';
import {
  afterCommand,
  afterOrderCommand,
  movedBy,
  registered,
  type Body,
  type DryEvent,
  type HeldReservation,
  type OrderLineAnswer,
  type Stock,
} from './effect';
import type { CommandRequest } from './values';

/** The products of an order whose quantities are computed, since each of them is read. */
export const PRODUCTS_MAX = 20;

/** A product that changes between the dry run and the read of its quantities is checked again. */
const ATTEMPTS_MAX = 3;

const EVENTS_PER_PAGE = 1_000;
const EVENT_PAGES_MAX = 10;
const VISIBLE_WAIT_MS = 2_000;

/** A product before and after the command. */
export interface Effect {
  readonly before: Stock | null;
  readonly after: Stock;
}

/** What the command would do. */
export interface Check {
  readonly request: CommandRequest;
  /** The version on which the decision rests; null for an order, which has none. */
  readonly version: number | null;
  readonly answer: RecordedAnswer;
  /** The products that change; empty if they could not be read, for the reason. */
  readonly effects: readonly Effect[];
  readonly reason: string | null;
}

/** The answer to a command or to its dry run. */
export interface RecordedAnswer {
  readonly productId?: string;
  readonly orderId?: string;
  readonly version?: number;
  /** Not in a dry run. */
  readonly position?: number;
  /** Of a command on a product. */
  readonly events?: readonly DryEvent[];
  /** Of a command on an order. */
  readonly lines?: readonly OrderLineAnswer[];
}

interface Apis {
  readonly commands: Api;
  readonly queries: Api;
}

/**
 * Sends the dry run of a command, and computes the quantities after it from those before it.
 *
 * @throws ProblemError with the refusal
 */
export async function check(
  apis: Apis,
  command: Command,
  request: CommandRequest,
  signal: AbortSignal,
): Promise<Check> {
  for (let attempt = 1; ; attempt++) {
    const options = { signal, headers: headersOf(request), limitMs: COMMAND_MS, scope: WRITE };
    const { tag, answer } = await apis.commands.send(`${request.path}?dryRun=true`, initOf(request), options, dryRunOf);
    const known = { request, version: isOfProduct(command) ? tag : null, answer };
    try {
      const effects = isOfProduct(command)
        ? [await effectOnProduct(apis, command, request, answer, signal)]
        : await effectsOnOrder(apis, command, request, answer, signal);
      if (effects.every(({ before }) => isAsDecided(before?.item ?? null, command, known))) {
        return { ...known, effects, reason: null };
      }
      if (attempt === ATTEMPTS_MAX) {
        return { ...known, effects: [], reason: 'The stock changes too quickly to show its quantities.' };
      }
    } catch (error) {
      if (signal.aborted) {
        throw error;
      }
      const text = error instanceof Error ? error.message : String(error);
      return { ...known, effects: [], reason: `The quantities cannot be shown: ${text}` };
    }
  }
}

/**
 * Whether a product was read at the version on which the dry run was decided. For an order this is derived from
 * the version after the first line of the product: an event between them is not noticed if the command also
 * records the expiry of an earlier reservation of the order, or raises one before it ships more.
 */
function isAsDecided(item: Item | null, command: Command, known: Pick<Check, 'version' | 'answer'>): boolean {
  const version = item?.version ?? 0;
  if (isOfProduct(command)) {
    return known.version === null || known.version === version;
  }
  const first = known.answer.lines?.find((line) => line.productId === item?.productId && line.version !== undefined);
  // A sale reserves a line before it ships it.
  return first!.version! - version >= (command.name === 'sell-order' ? 2 : 1);
}

export function initOf({ method, body }: CommandRequest): RequestInit {
  return body === null ? { method } : { method, body };
}

export function headersOf({ body }: CommandRequest): Record<string, string> {
  return body === null ? {} : { 'Content-Type': 'application/json' };
}

async function dryRunOf(response: Response) {
  return { tag: versionOf(response), answer: (await response.json()) as RecordedAnswer };
}

function versionOf(response: Response): number | null {
  const tag = /^"(\d+)"$/.exec(response.headers.get('ETag') ?? '');
  return tag === null ? null : Number(tag[1]);
}

/** The fields of a call, with those of its path. */
function bodyOf(command: Command, { path, body }: CommandRequest): Body {
  const names = command.path.split('/');
  const ids = path.split('/').flatMap((part, index) => {
    const name = /^\{(\w+)\}$/.exec(names[index] ?? '');
    return name === null ? [] : [[name[1]!, decodeURIComponent(part)] as const];
  });
  return { ...(body === null ? {} : (JSON.parse(body) as Body)), ...Object.fromEntries(ids) };
}

async function effectOnProduct(
  apis: Apis,
  command: Command,
  request: CommandRequest,
  answer: RecordedAnswer,
  signal: AbortSignal,
): Promise<Effect> {
  const body = bodyOf(command, request);
  if (command.name === 'register-product') {
    return { before: null, after: registered(body) };
  }
  const item = await presentItem(apis.commands, String(body['productId']), signal);
  const orderId = body['orderId'];
  const held =
    typeof orderId === 'string'
      ? ((await heldBy(apis.queries, orderId, [item], signal)).get(item.productId) ?? null)
      : null;
  const before = { item, held };
  const asOf = body['asOfVersion'];
  const movedSince =
    typeof asOf === 'number' ? await movedAfter(apis.commands, item, String(body['warehouseId']), asOf, signal) : 0;
  return { before, after: afterCommand(command.name, body, before, answer.events ?? [], movedSince) };
}

async function effectsOnOrder(
  apis: Apis,
  command: Command,
  request: CommandRequest,
  answer: RecordedAnswer,
  signal: AbortSignal,
): Promise<Effect[]> {
  const body = bodyOf(command, request);
  const lines = answer.lines ?? [];
  const ids = [...new Set(lines.filter(({ version }) => version !== undefined).map(({ productId }) => productId))];
  const items = await Promise.all(ids.slice(0, PRODUCTS_MAX).map((id) => presentItem(apis.commands, id, signal)));
  const held = await heldBy(apis.queries, String(body['orderId']), items, signal);
  return items.map((item) => {
    const before = { item, held: held.get(item.productId) ?? null };
    return { before, after: afterOrderCommand(command.name, body, before, lines) };
  });
}

/** The product as its last event left it. */
async function presentItem(commands: Api, productId: string, signal: AbortSignal): Promise<Item> {
  return (await commands.get<Item>(`/v1/products/${segment(productId)}`, { signal })).body;
}

/** The reservations of an order, as soon as the query service shows these versions of the products. */
async function heldBy(
  queries: Api,
  orderId: string,
  items: readonly Item[],
  signal: AbortSignal,
): Promise<Map<string, HeldReservation>> {
  await Promise.all(items.map((item) => visible(queries, item.productId, item.version, VISIBLE_WAIT_MS, signal)));
  const { body } = await getOrder(queries, orderId, signal);
  return new Map(
    body.lines
      .filter(({ reserved }) => reserved > 0)
      .map(({ productId, reserved, warehouseId, expiresAt }) => [
        productId,
        { quantity: reserved, warehouseId: warehouseId ?? null, end: expiresAt ?? null },
      ]),
  );
}

/**
 * Waits until the query service shows the version of a product.
 *
 * @throws ProblemError `not-yet-visible` if it does not within the time
 */
export async function visible(
  queries: Api,
  productId: string,
  version: number,
  waitMs: number,
  signal: AbortSignal,
): Promise<void> {
  const path = `/v1/inventory/${segment(productId)}?minVersion=${version}&waitMs=${waitMs}`;
  await queries.get(path, { signal, limitMs: waitMs + READ_MS });
}

/** What has come to a warehouse after a version of the product. */
async function movedAfter(
  commands: Api,
  item: Item,
  warehouseId: string,
  version: number,
  signal: AbortSignal,
): Promise<number> {
  let moved = 0;
  let after = version;
  for (let page = 0; after < item.version; page++) {
    if (page === EVENT_PAGES_MAX) {
      throw new Error(`more than ${EVENTS_PER_PAGE * EVENT_PAGES_MAX} events have followed version ${version}.`);
    }
    const path = `/v1/products/${segment(item.productId)}/events?after=${after}&limit=${EVENTS_PER_PAGE}`;
    const { body } = await commands.get<{ readonly events: readonly Envelope[] }>(path, { signal });
    for (const { sequenceNumber, payload } of body.events) {
      if (sequenceNumber <= item.version) {
        moved += movedBy(warehouseId, payload);
      }
      after = sequenceNumber;
    }
    if (body.events.length === 0) {
      break;
    }
  }
  return moved;
}

interface Envelope {
  readonly sequenceNumber: number;
  readonly payload: Readonly<Record<string, unknown>>;
}
