import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { i18n } from '../../i18n';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { DataState } from '../../parts/data-state';
import { PageFrame } from '../../parts/page-frame';
import { StateTag } from '../../parts/state-tag';
import { RowActions, Table } from '../../parts/table';
import { TimeAgo } from '../../parts/times';
import { useAction } from '../../parts/use-action';
import { cronText } from './cron-text';
import { CHANGED } from './use-jobs';
import { deleteQueue, useQueues } from './use-queues';

/** Jobs that run one after the other. */
export function Component() {
  const navigate = useNavigate();
  const queues = useQueues();
  const [unwanted, setUnwanted] = useState<{ readonly name: string; readonly members: readonly string[] }>();
  const removal = useAction(deleteQueue, CHANGED);
  const edit = (name: string): void => void navigate(`/jobs/queues/edit?${new URLSearchParams({ name }).toString()}`);
  return (
    <PageFrame
      title={i18n.t('Queues')}
      up={{ to: '/jobs', title: i18n.t('Jobs') }}
      lead={i18n.t('The jobs of a queue run one after the other. When one fails, those after it are left out.')}
      actions={
        <Button primary onClick={() => void navigate('/jobs/queues/edit')}>
          {i18n.t('New queue')}
        </Button>
      }
    >
      <DataState query={queues} empty={i18n.t('There is no queue yet.')}>
        {(found) => (
          <Table
            label={i18n.t('Queues')}
            rows={found}
            rowKey={({ name }) => name}
            columns={[
              { title: i18n.t('Queue'), isName: true, cell: ({ name }) => name },
              {
                title: i18n.t('Jobs'),
                cell: ({ sequence }) => (
                  <ol>
                    {sequence.map(({ id, name }) => (
                      <li key={id}>
                        <Link to={`/jobs/${id}`}>{name}</Link>
                      </li>
                    ))}
                  </ol>
                ),
              },
              {
                title: i18n.t('Schedule'),
                cell: ({ cronExpression }) => (cronExpression === undefined ? '–' : cronText(cronExpression)),
              },
              {
                title: i18n.t('Next run'),
                cell: ({ nextExecutionTime }) => <TimeAgo time={nextExecutionTime} none="–" />,
              },
              { title: i18n.t('State'), cell: ({ status }) => <StateTag state={status} /> },
              {
                title: i18n.t('Action'),
                cell: ({ name, sequence }) => (
                  <RowActions>
                    <Button small onClick={() => edit(name)}>
                      {i18n.t('Edit')}
                    </Button>
                    <Button
                      small
                      destructive
                      secondary
                      onClick={() => setUnwanted({ name, members: sequence.map((member) => member.name) })}
                    >
                      {i18n.t('Delete')}
                    </Button>
                  </RowActions>
                ),
              },
            ]}
          />
        )}
      </DataState>
      {unwanted && (
        <ConfirmDialog
          title={i18n.t('Delete queue {{name}}?', { name: unwanted.name })}
          action={i18n.t('Delete queue')}
          onConfirm={() => removal.runAndWait(unwanted.name)}
          onClose={() => setUnwanted(undefined)}
        >
          <p>{i18n.t('Its jobs stay, with the schedules that they had before, and disabled:')}</p>
          <ul>
            {unwanted.members.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </ConfirmDialog>
      )}
    </PageFrame>
  );
}
