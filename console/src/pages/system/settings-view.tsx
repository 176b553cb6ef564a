import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { useServerInfo } from '../../api/server';
import { useAuthority } from '../../api/session';
import { i18n } from '../../i18n';
import { DataState, Empty } from '../../parts/data-state';
import { Filters, SelectField, TextField } from '../../parts/fields';
import { Notice } from '../../parts/notice';
import { Card, Facts, PageFrame } from '../../parts/page-frame';
import { Table } from '../../parts/table';
import { useSearchValue } from '../../parts/use-search';
import { EditSetting } from './edit-setting';
import { groupsOf, notedBy } from './settings/groups';
import type { SettingGroup, SettingText } from './settings/setting';
import { valueText } from './settings/value-text';
import styles from './settings-view.module.css';
import { SystemNav } from './system-nav';
import { type Settings, useSettings } from './use-system';

/** All system settings, in groups. */
export function Component() {
  const settings = useSettings();
  const [text, setText] = useSearchValue('text');
  const [name, setName] = useSearchValue('group');
  const [edited, edit] = useState<SettingText>();
  const [said, say] = useState<string>();
  return (
    <PageFrame
      title={i18n.t('Settings')}
      lead={i18n.t('They hold for everybody, on all servers, as soon as they are saved. Each is saved by itself.')}
    >
      <SystemNav />
      {said !== undefined && <Notice kind="success">{said}</Notice>}
      <DataState query={settings} isEmpty={() => false}>
        {(found) => {
          const groups = groupsOf(found);
          const shown = narrowed(groups, text, name);
          return (
            <>
              <Filters>
                <SelectField
                  label={i18n.t('Group')}
                  value={name}
                  onChange={setName}
                  none={i18n.t('All')}
                  choices={groups.map((group) => ({ value: group.name, label: group.title() }))}
                />
                <TextField label={i18n.t('Setting contains')} type="search" value={text} onChange={setText} />
              </Filters>
              {shown.map((group) => (
                <GroupCard key={group.name} group={group} settings={found} onEdit={edit} />
              ))}
              {shown.length === 0 && <Empty>{i18n.t('No setting is like this.')}</Empty>}
              {text === '' && name === '' && <NotedCard settings={found} />}
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
function narrowed(groups: readonly SettingGroup[], text: string, name: string): readonly SettingGroup[] {
  const wanted = text.trim().toLowerCase();
  const isLike = ({ key, label }: SettingText): boolean =>
    key.toLowerCase().includes(wanted) || label().toLowerCase().includes(wanted);
  return groups
    .filter((group) => name === '' || group.name === name)
    .map((group) => ({ ...group, settings: group.settings.filter(isLike) }))
    .filter(({ settings }) => settings.length > 0);
}

interface GroupCardProps {
  readonly group: SettingGroup;
  readonly settings: Settings;
  readonly onEdit: (setting: SettingText) => void;
}

function GroupCard({ group, settings, onEdit }: GroupCardProps) {
  const maySet = useAuthority('F_SYSTEM_SETTING');
  const { data: info } = useServerInfo();
  return (
    <Card title={group.title()}>
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
            cell: (setting) =>
              maySet && (
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
    </Card>
  );
}

function NotedCard({ settings }: { readonly settings: Settings }) {
  const { data: info } = useServerInfo();
  return (
    <Card title={i18n.t('Noted by the server')}>
      <Facts
        facts={notedBy(settings).map((setting) => [
          setting.label(),
          valueText(setting, settings[setting.key], info?.serverTimeZoneId),
        ])}
      />
    </Card>
  );
}
