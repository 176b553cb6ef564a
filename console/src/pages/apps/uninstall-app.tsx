import { useState } from 'react';
import { i18n } from '../../i18n';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { CheckField } from '../../parts/fields';
import { useAction } from '../../parts/use-action';
import { APPS, type App, namespacesOf, uninstallApp } from './use-apps';

interface UninstallAppProps {
  readonly app: App;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Asks before an app goes, and whether its data go with it. */
export function UninstallApp({ app, onDone, onClose }: UninstallAppProps) {
  const [withData, setWithData] = useState(false);
  const removal = useAction((data: boolean) => uninstallApp(app, data), { changes: [APPS], onDone });
  const { displayName: name, version = '' } = app;
  const namespaces = namespacesOf(app);
  return (
    <ConfirmDialog
      title={i18n.t('Uninstall {{name}}?', { name })}
      action={i18n.t('Uninstall app')}
      onConfirm={() => removal.runAndWait(withData)}
      onClose={onClose}
    >
      <p>
        {app.appStorageSource === 'LOCAL'
          ? i18n.t('The folder of {{name}} {{version}} goes from this server, and nobody can open it any more.', {
              name,
              version,
            })
          : i18n.t('{{name}} {{version}} goes from all servers, and nobody can open it any more.', { name, version })}
      </p>
      {namespaces.length > 0 && (
        <CheckField
          label={i18n.t('Delete what it keeps in the data store, too')}
          help={i18n.t('{{count}} namespaces: {{names}}. What they hold cannot be brought back.', {
            count: namespaces.length,
            names: namespaces.join(', '),
            defaultValue: 'One namespace: {{names}}. What it holds cannot be brought back.',
            defaultValue_plural: '{{count}} namespaces: {{names}}. What they hold cannot be brought back.',
          })}
          checked={withData}
          onChange={setWithData}
        />
      )}
    </ConfirmDialog>
  );
}
