import { Button } from '@dhis2/ui';
import { type FormEvent, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { Fields, SelectField, TextField } from '../../parts/fields';
import { Card, PageFrame } from '../../parts/page-frame';
import { ProblemNotice } from '../../parts/problem-notice';
import { RowActions } from '../../parts/table';
import { useAction } from '../../parts/use-action';
import { CronField } from './cron-field';
import { CHANGED } from './use-jobs';
import { type Member, type QueueDraft, saveQueue, useQueueable, useQueues } from './use-queues';

/** A queue to be made, or the one that the address names to be changed. */
export function Component() {
  const [search] = useSearchParams();
  const name = search.get('name') ?? undefined;
  const queues = useQueues();
  const queueable = useQueueable();
  return (
    <PageFrame
      title={name === undefined ? i18n.t('New queue') : i18n.t('Edit queue {{name}}', { name })}
      up={{ to: '/jobs/queues', title: i18n.t('Queues') }}
    >
      <DataState query={queueable} isEmpty={() => false}>
        {(free) => (
          <DataState
            query={queues}
            isEmpty={(found) => name !== undefined && !found.some((queue) => queue.name === name)}
            empty={i18n.t('There is no such queue any more.')}
          >
            {(found) => <QueueForm before={found.find((queue) => queue.name === name)} free={free} />}
          </DataState>
        )}
      </DataState>
    </PageFrame>
  );
}

interface QueueFormProps {
  readonly before:
    | { readonly name: string; readonly cronExpression?: string; readonly sequence: readonly Member[] }
    | undefined;
  readonly free: readonly Member[];
}

function QueueForm({ before, free }: QueueFormProps) {
  const navigate = useNavigate();
  const [name, setName] = useState(before?.name ?? '');
  const [cron, setCron] = useState(before?.cronExpression ?? '');
  const [members, setMembers] = useState<readonly Member[]>(before?.sequence ?? []);
  const save = useAction((draft: QueueDraft) => saveQueue(draft, before?.name), {
    ...CHANGED,
    onDone: () => void navigate('/jobs/queues'),
  });
  const candidates = [...free, ...(before?.sequence ?? [])].filter(({ id }) => !members.some((one) => one.id === id));

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.run({ name: name.trim(), cronExpression: cron.trim(), sequence: members.map(({ id }) => id) });
  };

  return (
    <Card>
      <form onSubmit={submit}>
        <Fields>
          {save.problem && <ProblemNotice problem={save.problem} />}
          <TextField label={i18n.t('Name')} value={name} onChange={setName} maxLength={50} required />
          <CronField value={cron} onChange={setCron} />
          <Members members={members} onChange={setMembers} />
          <SelectField
            label={i18n.t('Add a job')}
            help={i18n.t('Jobs with a cron expression that are in no other queue.')}
            value=""
            onChange={(id) => setMembers([...members, ...candidates.filter((one) => one.id === id)])}
            none={i18n.t('Choose a job')}
            choices={candidates.map((one) => ({ value: one.id, label: one.name }))}
          />
          <RowActions>
            <Button primary type="submit" loading={save.isRunning} disabled={members.length < 2}>
              {i18n.t('Save')}
            </Button>
            <Button onClick={() => void navigate('/jobs/queues')}>{i18n.t('Cancel')}</Button>
          </RowActions>
        </Fields>
      </form>
    </Card>
  );
}

interface MembersProps {
  readonly members: readonly Member[];
  readonly onChange: (members: readonly Member[]) => void;
}

/** The jobs of a queue in their order, to be moved and taken out. */
function Members({ members, onChange }: MembersProps) {
  const moved = (index: number, by: number): readonly Member[] => {
    const rest = members.filter((_member, at) => at !== index);
    return [...rest.slice(0, index + by), ...members.slice(index, index + 1), ...rest.slice(index + by)];
  };
  if (members.length === 0) return <p>{i18n.t('A queue needs two jobs or more.')}</p>;
  return (
    <ol aria-label={i18n.t('Jobs of the queue')}>
      {members.map(({ id, name }, index) => (
        <li key={id}>
          {name}
          <RowActions>
            <Button small disabled={index === 0} onClick={() => onChange(moved(index, -1))}>
              {i18n.t('Earlier')}
            </Button>
            <Button small disabled={index === members.length - 1} onClick={() => onChange(moved(index, 1))}>
              {i18n.t('Later')}
            </Button>
            <Button small onClick={() => onChange(members.filter((member) => member.id !== id))}>
              {i18n.t('Take out')}
            </Button>
          </RowActions>
        </li>
      ))}
    </ol>
  );
}
