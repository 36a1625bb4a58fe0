/** Which page of a list an address asks for: from 1, whatever was typed. */
export const pageOf = (url: URL) => Math.max(1, Math.min(10_000, Number.parseInt(url.searchParams.get('page') ?? '1', 10) || 1))
