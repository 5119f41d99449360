import type { Fault } from '../api/failure';

/** The faults of an input; nothing without any. */
export function FaultList({ faults }: { readonly faults: readonly Fault[] }) {
  return faults.length === 0 ? null : (
    <ul>
      {faults.map(({ field, message }) => (
        <li key={`${field} ${message}`} dir="auto">
          <code>{field}</code> {message}
        </li>
      ))}
    </ul>
  );
}
