const secrets = new Set<string>();

/** Registers a value that must never be printed or written. */
export function keepSecret(value: string): void {
  if (value.length >= 4) secrets.add(value);
}

/** The text with every registered secret, and every password inside a URL, taken out. */
export function redact(text: string): string {
  let clean = text.replace(/(\w+:\/\/[^\s:/@]+):[^\s@/]+@/g, '$1:***@');
  for (const secret of secrets) clean = clean.replaceAll(secret, '***');
  return clean;
}
