import { Button } from '@dhis2/ui';
import { type ReactNode, useState } from 'react';
import { useServerInfo } from '../../api/server';
import { i18n } from '../../i18n';
import { DataState, Empty } from '../../parts/data-state';
import { Filters, TextField } from '../../parts/fields';
import { formatNumber } from '../../parts/format';
import { Notice } from '../../parts/notice';
import { Facts, PageFrame } from '../../parts/page-frame';
import { Table } from '../../parts/table';
import { useSearchValue } from '../../parts/use-search';
import { EditSetting } from './edit-setting';
import { groupsOf, notedBy } from './settings/groups';
import type { SettingGroup, SettingText } from './settings/setting';
import { valueText } from './settings/value-text';
import styles from './settings-view.module.css';
import { SystemNav } from './system-nav';
import { type Settings, useSettings } from './use-system';

/** All system settings, in groups that open when somebody wants them. */
export function Component() {
  const settings = useSettings();
  const [text, setText] = useSearchValue('text');
  const [group] = useSearchValue('group');
  const [edited, edit] = useState<SettingText>();
  const [said, say] = useState<string>();
  const isSearch = text.trim() !== '';
  return (
    <PageFrame
      title={i18n.t('Settings')}
      lead={i18n.t('They hold for everybody, on all servers, as soon as they are saved. Each is saved by itself.')}
    >
      <SystemNav />
      {said !== undefined && <Notice kind="success">{said}</Notice>}
      <Filters>
        <TextField label={i18n.t('Setting contains')} type="search" value={text} onChange={setText} />
      </Filters>
      <DataState query={settings} isEmpty={() => false}>
        {(found) => {
          const groups = groupsOf(found);
          const shown = isSearch ? narrowed(groups, text) : groups;
          return (
            <>
              {shown.map((one) => (
                <Fold
                  // What was opened by hand is not what a search opens.
                  key={`${one.name} ${isSearch}`}
                  title={one.title()}
                  count={one.settings.length}
                  isOpen={isSearch || one.name === group}
                >
                  <Group group={one} settings={found} onEdit={edit} />
                </Fold>
              ))}
              {shown.length === 0 && <Empty>{i18n.t('No setting is like this.')}</Empty>}
              {!isSearch && <Noted settings={found} />}
              {edited && (
                <EditSetting
                  key={edited.key}
                  setting={edited}
                  value={found[edited.key]}
                  onDone={say}
                  onClose={() => edit(undefined)}
                />
              )}
            </>
          );
        }}
      </DataState>
    </PageFrame>
  );
}

/** The groups with those settings whose name or key has a text in it; those without one are left out. */
function narrowed(groups: readonly SettingGroup[], text: string): readonly SettingGroup[] {
  const wanted = text.trim().toLowerCase();
  const isLike = ({ key, label }: SettingText): boolean =>
    key.toLowerCase().includes(wanted) || label().toLowerCase().includes(wanted);
  return groups
    .map((group) => ({ ...group, settings: group.settings.filter(isLike) }))
    .filter(({ settings }) => settings.length > 0);
}

interface FoldProps {
  readonly title: string;
  readonly count: number;
  readonly isOpen: boolean;
  readonly children: ReactNode;
}

/** A part of the page that is shown when somebody opens it. */
const Fold = ({ title, count, isOpen, children }: FoldProps) => (
  <details className={styles.fold} open={isOpen}>
    <summary className={styles.summary}>
      <h2 className={styles.title}>{title}</h2>
      <span className={styles.key}>{formatNumber(count)}</span>
    </summary>
    <div className={styles.content}>{children}</div>
  </details>
);

interface GroupProps {
  readonly group: SettingGroup;
  readonly settings: Settings;
  readonly onEdit: (setting: SettingText) => void;
}

function Group({ group, settings, onEdit }: GroupProps) {
  const { data: info } = useServerInfo();
  return (
    <Table
      label={group.title()}
      rows={group.settings}
      rowKey={({ key }) => key}
      columns={[
        {
          title: i18n.t('Setting'),
          isName: true,
          cell: ({ key, label }) => (
            <>
              {label()}
              <div className={styles.key}>{key}</div>
            </>
          ),
        },
        {
          title: i18n.t('Value'),
          cell: (setting) => (
            <span className={styles.value}>{valueText(setting, settings[setting.key], info?.serverTimeZoneId)}</span>
          ),
        },
        {
          title: i18n.t('Actions'),
          cell: (setting) => (
            <Button
              small
              aria-label={i18n.t('Change {{name}}', { name: setting.label() })}
              onClick={() => onEdit(setting)}
            >
              {i18n.t('Change')}
            </Button>
          ),
        },
      ]}
    />
  );
}

function Noted({ settings }: { readonly settings: Settings }) {
  const { data: info } = useServerInfo();
  const noted = notedBy(settings);
  return (
    <Fold title={i18n.t('Noted by the server')} count={noted.length} isOpen={false}>
      <Facts
        facts={noted.map((setting) => [
          setting.label(),
          valueText(setting, settings[setting.key], info?.serverTimeZoneId),
        ])}
      />
    </Fold>
  );
}
