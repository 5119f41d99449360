import { useState } from 'preact/hooks';
import { failureOf } from '../api/failure';
import { readProjections, type HeldProduct } from '../api/operation';
import { useServices } from '../app/services';
import { useStore } from '../app/store';
import { time } from '../format/format';
import { FailureNote } from '../parts/FailureNote';
import { useTitle } from '../parts/useTitle';
import { ADMIN, READ, tokenCommand } from '../session/scopes';
import { ADMIN_REASON_ID, adminOf } from './admin';
import { DeadLetters } from './DeadLetters';
import { COMMAND_COUNTERS, QUERY_COUNTERS } from './figures';
import { GenerationDialog, type GenerationChange } from './GenerationDialog';
import { Generations } from './Generations';
import { HeldProducts } from './HeldProducts';
import { unreadSince, type PollState } from './poller';
import { heading, withAnswer, type Progress } from './progress';
import { ReadModels } from './ReadModels';
import { RelaySection } from './RelaySection';
import { RepublishDialog } from './RepublishDialog';
import { CommandServiceSection, QueryServiceSection } from './Services';
import { usePolling } from './usePolling';
import { useService } from './useService';
import { VerificationSection } from './VerificationSection';
import './operation.css';

const PERIOD_MS = 1_000;

/** An action that is to be confirmed. */
type Asked =
  | { readonly kind: 'generation'; readonly change: GenerationChange }
  | { readonly kind: 'republish'; readonly product: HeldProduct | null };

/** The state of the running system, and the actions of an operator. */
export function OperationPage() {
  useTitle('Operation');
  const { queries, commands, session } = useServices();
  useStore(session.state);
  const admin = adminOf(session.token);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [done, setDone] = useState('');
  const polling = usePolling(async (signal) => {
    const answer = await readProjections(queries, signal);
    setProgress((before) => withAnswer(before, answer, new Date()));
  }, PERIOD_MS);
  const { error, readNow } = polling;
  const unread = unreadSince(polling);
  const commandService = useService(commands, COMMAND_COUNTERS, 'stockledger-command');
  const queryService = useService(queries, QUERY_COUNTERS, 'stockledger-query');

  const finish = (text: string) => {
    setDone(text);
    readNow();
  };
  const close = () => setAsked(null);
  const projections = progress?.answer.projections ?? [];

  return (
    <article class="product operation">
      <h1>Operation</h1>
      <p role="status" class={headingClass(polling)}>
        {heading(progress, polling)}
      </p>
      {error !== null && <FailureNote failure={failureOf(error)} onRetry={readNow} />}
      {progress !== null && (
        <p class="quiet">
          {polling.isCurrent ? 'Read' : 'Last read'} at {time(progress.at)}. The services have no list of all replicas
          and instances: the page shows the figures of the replica and of the instance that answered.
        </p>
      )}
      {admin.disabled && (
        <p class="note warn" id={ADMIN_REASON_ID}>
          The token lacks the scope <code>inventory:admin</code>, which the buttons of this page need. Sign in with
          another one: <code>{tokenCommand([READ, ADMIN])}</code>
        </p>
      )}
      <p role="status" class={done === '' ? 'hidden' : 'note good'}>
        {done}
      </p>
      {progress !== null && (
        <>
          <ReadModels progress={progress} unread={unread} />
          <RelaySection
            progress={progress}
            unread={unread}
            leader={commandService.health.isCurrent ? (commandService.readiness?.relay ?? null) : null}
            onRepublish={() => setAsked({ kind: 'republish', product: null })}
            admin={admin}
          />
          <HeldProducts
            projections={projections}
            unread={unread}
            onRepublish={(product) => setAsked({ kind: 'republish', product })}
            admin={admin}
          />
          <Generations
            projections={projections}
            unread={unread}
            onAction={(action, { name, generation: serving }, { generation }) =>
              setAsked({ kind: 'generation', change: { action, name, generation, serving } })
            }
            admin={admin}
          />
        </>
      )}
      <DeadLetters admin={admin} onDone={finish} />
      {progress !== null && <VerificationSection verification={progress.answer.verification} unread={unread} />}
      <div class="columns">
        <CommandServiceSection service={commandService} />
        <QueryServiceSection service={queryService} />
      </div>
      {asked?.kind === 'generation' && <GenerationDialog change={asked.change} onDone={finish} onClose={close} />}
      {asked?.kind === 'republish' && (
        <RepublishDialog
          product={asked.product}
          published={progress?.answer.heartbeat?.publishedPosition ?? null}
          onDone={finish}
          onClose={close}
        />
      )}
    </article>
  );
}

function headingClass({ error, readAt, isCurrent }: PollState): string {
  if (isCurrent) {
    return 'summary';
  }
  return error === null && readAt === null ? 'quiet' : 'summary late';
}
