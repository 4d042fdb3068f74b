/** The most values of one filter (EC2 API Reference, "Filter"). */
const VALUES = 200;

/** Every page of a Describe call; `read` gets the token of the page, or nothing for the first. */
export async function readPages<T extends { NextToken?: string | undefined }>(
  read: (token: { NextToken?: string }) => Promise<T>,
): Promise<T[]> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const page = await read(token === undefined ? {} : { NextToken: token });
    all.push(page);
    token = page.NextToken;
  } while (token);
  return all;
}

/** Every page of a Describe call with one filter, in as many calls as its values need. */
export async function readFiltered<T extends { NextToken?: string | undefined }>(
  name: string,
  values: readonly string[],
  read: (input: { Filters: Array<{ Name: string; Values: string[] }>; NextToken?: string }) => Promise<T>,
): Promise<T[]> {
  const all: T[] = [];
  for (let start = 0; start < values.length; start += VALUES) {
    const Filters = [{ Name: name, Values: values.slice(start, start + VALUES) }];
    all.push(...(await readPages((token) => read({ Filters, ...token }))));
  }
  return all;
}
