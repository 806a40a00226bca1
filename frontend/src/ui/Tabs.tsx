import { useId } from "react";

export type Tab<value extends string> = { readonly value: value; readonly name: string; readonly count?: string };

type TabsProps<value extends string> = {
  /** What is chosen between, for those who don't see it. */
  legend: string;
  tabs: readonly Tab<value>[];
  chosen: value;
  onChoose: (value: value) => void;
};

/** One of a few, in a line: radio buttons that look like words. */
export function Tabs<value extends string>({ legend, tabs, chosen, onChoose }: TabsProps<value>) {
  const name = useId();
  return (
    <fieldset className="tabs">
      <legend className="vh">{legend}</legend>
      {tabs.map((tab) => (
        <label key={tab.value}>
          <input
            type="radio"
            name={name}
            className="vh"
            checked={chosen === tab.value}
            onChange={() => onChoose(tab.value)}
          />
          <span>
            {tab.name}
            {tab.count !== undefined && (
              <>
                {" "}
                <span className="num">{tab.count}</span>
              </>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
