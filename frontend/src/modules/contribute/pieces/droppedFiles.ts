// What was dropped, folders with all that is in them. A folder's files keep their path.

const entriesOf = (folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> => {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  // A folder is handed out a hundred entries at a time, and says that it is done by an empty hand.
  const more = (): Promise<FileSystemEntry[]> =>
    new Promise((resolve, reject) => {
      reader.readEntries((found) => {
        if (found.length === 0) return resolve(all);
        all.push(...found);
        more().then(resolve, reject);
      }, reject);
    });
  return more();
};

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => {
    entry.file((file) => {
      const path = entry.fullPath.replace(/^\//, "");
      if (path !== file.name) Object.defineProperty(file, "webkitRelativePath", { value: path });
      resolve(file);
    }, reject);
  });

async function filesUnder(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) return [await fileOf(entry as FileSystemFileEntry)];
  const found: File[] = [];
  for (const each of await entriesOf(entry as FileSystemDirectoryEntry)) found.push(...(await filesUnder(each)));
  return found;
}

export async function droppedFiles({ items, files }: DataTransfer): Promise<File[]> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return [...files];
  return (await Promise.all(entries.map(filesUnder))).flat();
}
