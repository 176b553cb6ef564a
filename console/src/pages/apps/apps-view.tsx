import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { formatNumber } from '../../parts/format';
import { Notice } from '../../parts/notice';
import { PageFrame } from '../../parts/page-frame';
import { ProblemNotice } from '../../parts/problem-notice';
import { RowActions, Table } from '../../parts/table';
import { useAction } from '../../parts/use-action';
import styles from './apps.module.css';
import { InstallForm } from './install-form';
import { UninstallApp } from './uninstall-app';
import { APPS, type App, DEFAULT_ICON, developerOf, iconOf, reloadApps, useApps } from './use-apps';

/** The installed apps, and the ways to install, open and remove them. */
export function Component() {
  const apps = useApps();
  const [leaving, setLeaving] = useState<App>();
  const [said, say] = useState<string>();
  const reload = useAction(reloadApps, {
    changes: [APPS],
    onDone: () => say(i18n.t('The server has read its apps again.')),
  });
  return (
    <PageFrame
      title={i18n.t('Apps')}
      lead={i18n.t(
        'Web apps that this server gives to its users, those of DHIS2 among them. To open one, a user needs its authority.',
      )}
      actions={
        <Button loading={reload.isRunning} onClick={() => reload.run()}>
          {i18n.t('Reload apps')}
        </Button>
      }
    >
      {reload.problem && <ProblemNotice problem={reload.problem} />}
      {said !== undefined && !reload.problem && <Notice kind="success">{said}</Notice>}
      <InstallForm
        known={apps.data}
        onInstalled={(app, before) => say(installed(app, before))}
        onStart={() => say(undefined)}
      />
      <DataState query={apps} empty={i18n.t('No app is installed yet. Choose the zip archive of one above.')}>
        {(list) => <AppTable apps={list} onUninstall={setLeaving} />}
      </DataState>
      {leaving && (
        <UninstallApp
          app={leaving}
          onDone={() => say(i18n.t('{{name}} was uninstalled.', { name: leaving.displayName }))}
          onClose={() => setLeaving(undefined)}
        />
      )}
    </PageFrame>
  );
}

function installed({ displayName: name, version = '' }: App, before: App | undefined): string {
  if (!before) return i18n.t('{{name}} {{version}} was installed.', { name, version });
  return i18n.t('{{name}} {{version}} was installed in the place of {{before}}.', {
    name,
    version,
    before: before.version ?? i18n.t('the one before'),
  });
}

function AppTable({ apps, onUninstall }: { readonly apps: readonly App[]; readonly onUninstall: (app: App) => void }) {
  return (
    <>
      <Table
        label={i18n.t('Apps')}
        rows={apps}
        rowKey={({ key }) => key}
        columns={[
          {
            title: i18n.t('App'),
            isName: true,
            cell: (app) => (
              <div className={styles.app}>
                <Icon key={`${iconOf(app)} ${app.version}`} app={app} />
                <div>
                  <strong>{app.displayName}</strong>
                  {app.displayDescription && <div className={styles.about}>{app.displayDescription}</div>}
                </div>
              </div>
            ),
          },
          { title: i18n.t('Version'), cell: ({ version }) => <span className={styles.whole}>{version ?? '–'}</span> },
          { title: i18n.t('Developer'), cell: (app) => developerOf(app) || '–' },
          { title: i18n.t('Kind'), cell: kindOf },
          {
            title: i18n.t('Actions'),
            cell: (app) => (
              <RowActions>
                {app.launchUrl !== undefined && (
                  <a
                    href={app.launchUrl}
                    target="_blank"
                    rel="noreferrer"
                    className={styles.open}
                    aria-label={i18n.t('Open {{name}} in a new tab', { name: app.displayName })}
                  >
                    {i18n.t('Open')}
                  </a>
                )}
                <Button small destructive secondary onClick={() => onUninstall(app)}>
                  {i18n.t('Uninstall')}
                </Button>
              </RowActions>
            ),
          },
        ]}
      />
      <p className={styles.count}>
        {i18n.t('{{total}} apps', {
          count: apps.length,
          total: formatNumber(apps.length),
          defaultValue: '{{total}} app',
          defaultValue_plural: '{{total}} apps',
        })}
      </p>
    </>
  );
}

/** Also for an app whose archive does not have the icon that it names. */
function Icon({ app }: { readonly app: App }) {
  const [isMissing, setMissing] = useState(false);
  return (
    <img
      src={isMissing ? DEFAULT_ICON : iconOf(app)}
      alt=""
      width={40}
      height={40}
      className={styles.icon}
      onError={() => setMissing(true)}
    />
  );
}

function kindOf({ appType, bundled, appStorageSource }: App): string {
  if (bundled) return i18n.t('App of DHIS2');
  if (appStorageSource === 'LOCAL') return i18n.t('Folder of this server');
  return appType === 'APP'
    ? i18n.t('Installed app')
    : appType === 'RESOURCE'
      ? i18n.t('Files for other apps')
      : i18n.t('Item for dashboards');
}
