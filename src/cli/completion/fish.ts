import type { CompletionNode, Offer } from './tree.js';

/** A script for fish. */
export function fishCompletion(tree: readonly CompletionNode[]): string {
  return `# Completion of orderly for fish. Once: orderly completion fish > ~/.config/fish/completions/orderly.fish
function __orderly_offer
    set -l typed (commandline -opc)
    set -l current (commandline -ct)
    set -l at orderly
    for word in $typed
        switch "$at $word"
            case ${tree.map(({ path }) => quoted(path)).join(' ')}
                set at "$at $word"
        end
    end
    switch "$at $typed[-1]"
${tree
  .flatMap(({ path, values }) =>
    values.map(
      ({ option, words }) =>
        `        case ${quoted(`${path} ${option}`)}\n            printf '%s\\n' ${words.map(quoted).join(' ')}\n            return`,
    ),
  )
  .join('\n')}
    end
    set -l is_option (string match -- '-*' "$current")
    switch "$at"
${tree.map(offersOf).join('\n')}
    end
end
complete -c orderly -f -a '(__orderly_offer)'
`;
}

function offersOf({ path, words, options, takesFile }: CompletionNode): string {
  const print = (offers: readonly Offer[]): string =>
    `printf '%s\\t%s\\n' ${offers.map(([word, description]) => `${quoted(word)} ${quoted(description)}`).join(' ')}`;
  const lines = [
    ...(words.length > 0 ? [print(words)] : []),
    ...(takesFile ? ['__fish_complete_path "$current"'] : []),
  ];
  const indent = ' '.repeat(16);
  if (lines.length === 0) return `        case ${quoted(path)}\n            ${print(options)}`;
  return [
    `        case ${quoted(path)}`,
    '            if test -n "$is_option"',
    indent + print(options),
    '            else',
    ...lines.map((line) => indent + line),
    '            end',
  ].join('\n');
}

/** Within single quotes fish knows two escapes. */
const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
