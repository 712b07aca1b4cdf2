/** Longer than any sequencer seen: S3's have 16 to 18 digits. */
const digits = 64;

/**
 * A sequencer as text that compares: of two of one key, the greater came later. S3 says to pad the shorter one with zeros
 * on the right (S3 user guide, "Event message structure").
 */
export function sequenceOf(sequencer: string): string {
  return sequencer.toUpperCase().padEnd(digits, '0');
}
