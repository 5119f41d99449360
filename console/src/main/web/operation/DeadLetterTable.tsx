import type { DeadLetter } from '../api/operation';
import { Link } from '../app/Link';
import { quantity } from '../format/format';
import { Instant } from '../parts/Instant';
import type { Admin } from './admin';

interface Props {
  readonly letters: readonly DeadLetter[];
  readonly admin: Admin;
  readonly onShow: (letter: DeadLetter) => void;
  readonly onRetry: (letter: DeadLetter) => void;
  readonly onDismiss: (letter: DeadLetter) => void;
}

export function DeadLetterTable({ letters, admin, onShow, onRetry, onDismiss }: Props) {
  return (
    <div class="scroll" role="region" aria-labelledby="letters-title" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col" class="amount">
              Letter
            </th>
            <th scope="col">Received</th>
            <th scope="col">Cause</th>
            <th scope="col">Product</th>
            <th scope="col" class="amount">
              Event
            </th>
            <th scope="col">Record</th>
            <th scope="col">Actions</th>
          </tr>
        </thead>
        <tbody>
          {letters.map((letter) => (
            <tr key={letter.id}>
              <th scope="row" class="amount">
                {letter.id}
              </th>
              <td>
                <Instant at={letter.receivedAt} />
              </td>
              <td class="cause">{letter.cause}</td>
              <td>
                {letter.productId === undefined ? (
                  'none'
                ) : (
                  <Link to={{ page: 'product', productId: letter.productId }}>
                    <bdi>{letter.productId}</bdi>
                  </Link>
                )}
              </td>
              <td class="amount">{letter.sequenceNumber === undefined ? '–' : quantity(letter.sequenceNumber)}</td>
              <td>
                partition {letter.partition}, offset {letter.offset}, {quantity(letter.valueBytes)} bytes
              </td>
              <td>
                <div class="actions">
                  <button type="button" onClick={() => onShow(letter)}>
                    Show<span class="hidden"> letter {letter.id}</span>
                  </button>
                  <button type="button" onClick={() => onRetry(letter)} {...admin}>
                    Retry<span class="hidden"> letter {letter.id}</span>
                  </button>
                  <button type="button" onClick={() => onDismiss(letter)} {...admin}>
                    Dismiss…<span class="hidden"> letter {letter.id}</span>
                  </button>
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
