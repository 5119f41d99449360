import type { RefObject } from 'preact';
import { faultsBeside, type ProblemError } from '../api/failure';
import { Link } from '../app/Link';
import { eventName, quantity } from '../format/format';
import { FaultList } from '../parts/FaultList';
import { OrderLink } from '../parts/OrderLink';
import { TableSection } from '../parts/TableSection';
import { memberLabel, membersOf } from './faults';

interface Props {
  readonly refusal: ProblemError;
  /** Whether the command itself was refused, and not its dry run. */
  readonly wasRecording: boolean;
  readonly heading: RefObject<HTMLHeadingElement | null>;
}

/** A refusal with everything that the problem names. */
export function RefusalNote({ refusal, wasRecording, heading }: Props) {
  const { problem, kind } = refusal;
  const members = membersOf(problem);
  const values = members.filter((member) => member.kind === 'value');
  return (
    <>
      <div class="failure">
        <h2 ref={heading} tabIndex={-1}>
          {wasRecording ? 'Refused' : 'Would be refused'}: {problem.title}
        </h2>
        <p dir="auto">{problem.detail}</p>
        <FaultList faults={faultsBeside(problem)} />
        <p class="quiet">
          {problem.status} <code>{kind}</code>. Nothing {wasRecording ? 'was' : 'would be'} recorded.
        </p>
      </div>
      {values.length > 0 && (
        <dl class="facts try-members">
          {values.map(({ name, value }) => (
            <div key={name}>
              <dt>{memberLabel(name)}</dt>
              <dd>
                <Value name={name} value={value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {members.map((member) =>
        member.kind === 'rows' ? (
          <TableSection
            key={member.name}
            title={member.name === 'since' ? 'Events since then' : memberLabel(member.name)}
          >
            <table>
              <thead>
                <tr>
                  {member.columns.map((column) => (
                    <th key={column} scope="col" class={isNumeric(member.rows[0]?.[column]) ? 'amount' : undefined}>
                      {memberLabel(column)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {member.rows.map((row, index) => (
                  <tr key={index}>
                    {member.columns.map((column) => (
                      <td key={column} class={isNumeric(row[column]) ? 'amount' : undefined}>
                        <Value name={column} value={row[column]} />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </TableSection>
        ) : null,
      )}
    </>
  );
}

function isNumeric(value: unknown): boolean {
  return typeof value === 'number';
}

function Value({ name, value }: { readonly name: string; readonly value: unknown }) {
  if (typeof value === 'number') {
    return <span class="number">{quantity(value)}</span>;
  }
  if (typeof value !== 'string') {
    return <>{value === undefined ? '' : JSON.stringify(value)}</>;
  }
  switch (name) {
    case 'productId':
      return (
        <Link to={{ page: 'product', productId: value }}>
          <bdi>{value}</bdi>
        </Link>
      );
    case 'orderId':
      return <OrderLink orderId={value} />;
    case 'type':
      return <>{eventName(value)}</>;
    default:
      return <bdi>{value}</bdi>;
  }
}
