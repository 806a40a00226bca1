"use client";

type FileButtonProps = { children: string; accept?: string; onFile: (file: File) => void };

/** Asks for one file; the same one can be chosen again. */
export function FileButton({ children, accept, onFile }: FileButtonProps) {
  return (
    <label className="quiet" style={{ cursor: "pointer" }}>
      {children}
      <input
        type="file"
        className="vh"
        {...(accept ? { accept } : {})}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) onFile(file);
          target.value = "";
        }}
      />
    </label>
  );
}
