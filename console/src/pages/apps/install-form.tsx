import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { i18n } from '../../i18n';
import { Fields } from '../../parts/fields';
import { FileField } from '../../parts/file-field';
import { formatBytes } from '../../parts/format';
import { Card } from '../../parts/page-frame';
import { ProblemNotice } from '../../parts/problem-notice';
import { useAction } from '../../parts/use-action';
import { APPS, type App, installApp } from './use-apps';

interface InstallFormProps {
  /** The apps that are there. */
  readonly known: readonly App[] | undefined;
  readonly onStart: () => void;
  /** @param before the one that it took the place of */
  readonly onInstalled: (app: App, before: App | undefined) => void;
}

/** Installs the app of a zip archive; what the server refuses it says here. */
export function InstallForm({ known, onStart, onInstalled }: InstallFormProps) {
  const [archive, setArchive] = useState<File>();
  const [generation, setGeneration] = useState(0);
  const install = useAction(
    async (file: File) => {
      onStart();
      const app = await installApp(file);
      onInstalled(
        app,
        known?.find(({ key }) => key === app.key),
      );
      setArchive(undefined);
      setGeneration((before) => before + 1);
    },
    { changes: [APPS] },
  );
  return (
    <Card title={i18n.t('Install an app')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (archive) install.run(archive);
        }}
      >
        <Fields>
          {install.problem && <ProblemNotice problem={install.problem} />}
          <FileField
            key={generation}
            label={i18n.t('Zip archive')}
            help={
              archive
                ? i18n.t('{{name}}, {{size}}', { name: archive.name, size: formatBytes(archive.size) })
                : i18n.t('With manifest.webapp in it, 256 MB at most. An app of the same name is replaced.')
            }
            accept=".zip,application/zip"
            onChange={setArchive}
          />
          <div>
            <Button primary type="submit" loading={install.isRunning} disabled={archive === undefined}>
              {i18n.t('Install')}
            </Button>
          </div>
        </Fields>
      </form>
    </Card>
  );
}
