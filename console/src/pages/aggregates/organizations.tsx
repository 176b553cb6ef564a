import { i18n } from '../../i18n';
import { Empty } from '../../parts/data-state';
import { formatNumber } from '../../parts/format';
import { Card } from '../../parts/page-frame';
import { Table } from '../../parts/table';
import type { Organization } from './use-aggregates';

/** Who shares aggregates: only questions of those who belong to an organization are answered from its own. */
export function Organizations({ organizations }: { readonly organizations: readonly Organization[] }) {
  return (
    <Card title={i18n.t('Organizations')}>
      {organizations.length === 0 ? (
        <Empty>{i18n.t('You belong to no organization. A super user can add you to one.')}</Empty>
      ) : (
        <Table
          label={i18n.t('Organizations')}
          rows={organizations}
          rowKey={({ id }) => id}
          columns={[
            { title: i18n.t('Name'), isName: true, cell: ({ name }) => name },
            { title: i18n.t('Id'), cell: ({ id }) => <code>{id}</code> },
            {
              title: i18n.t('Answers questions of'),
              cell: ({ isOpen, members }) =>
                isOpen
                  ? i18n.t('everybody')
                  : i18n.t('{{count}} members', {
                      count: members,
                      defaultValue: '{{count}} member',
                      defaultValue_plural: '{{count}} members',
                    }),
            },
            { title: i18n.t('Aggregates'), isNumber: true, cell: ({ aggregates }) => formatNumber(aggregates) },
          ]}
        />
      )}
    </Card>
  );
}
