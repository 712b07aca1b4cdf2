import type { Inspection } from '../inspect/inspection.ts';
import { printable } from './printable.ts';

/** An inspection for people, a line per fact. */
export function printInspection(inspection: Inspection): string {
  const { bucket, key, method, warnings } = inspection;
  const lines = [
    `${method ?? '(any method)'} s3://${bucket ?? '(unknown bucket)'}/${key ?? ''}`,
    ...facts(inspection).map(([name, value]) => `  ${name.padEnd(12)} ${value}`),
    ...warnings.map(({ code, message }) => `  warning      ${code}: ${message}`),
  ];
  return lines.map(printable).join('\n');
}

function facts(inspection: Inspection): [name: string, value: string][] {
  const { accessKeyId, endpoint, hasSessionToken, region, signatureVersion, signedAt, style } = inspection;
  const all: [string, string | undefined][] = [
    ['endpoint', style ? `${endpoint} (${style} style)` : endpoint],
    ['region', region],
    [
      'signed by',
      `${accessKeyId ?? 'nobody'}${hasSessionToken ? ', temporary' : ''} (signature version ${signatureVersion})`,
    ],
    ['signed at', signedAt?.toISOString()],
    ['expires at', expiry(inspection)],
  ];
  if (inspection.kind === 'url') {
    const sent = inspection.signedHeaders.filter((name) => name !== 'host');
    if (sent.length > 0) all.push(['must send', sent.join(', ')]);
    for (const [name, value] of Object.entries(inspection.hoistedHeaders))
      all.push(['in the URL', `${name}: ${value}`]);
  } else {
    for (const condition of inspection.conditions) all.push(['condition', condition]);
    for (const name of inspection.senderFields) all.push(['sender adds', name]);
  }
  return all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

function expiry({ expiresAt, expired, remainingSeconds = 0 }: Inspection): string | undefined {
  if (expiresAt === undefined) return undefined;
  return `${expiresAt.toISOString()} (${expired ? 'ended' : `in ${duration(remainingSeconds)}`})`;
}

/** The two largest units: `2 d 3 h`, `14 min 59 s`. */
function duration(seconds: number): string {
  const units: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const shown = units.filter(([count]) => count > 0).slice(0, 2);
  return shown.map(([count, unit]) => `${count} ${unit}`).join(' ') || '0 s';
}
