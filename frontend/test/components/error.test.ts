// What stands where a page couldn't be drawn.
import { expect } from "chai";
import * as React from "react";
import { renderToStaticMarkup } from "react-dom/server";
import ErrorBoundary from "../../app/error.tsx";

// The runner's compiler turns JSX into calls of React, which the dApp's own build imports by itself.
Object.assign(globalThis, { React });

describe("A page that broke", () => {
  it("says that nothing was lost, and leads on", () => {
    const drawn = renderToStaticMarkup(React.createElement(ErrorBoundary, { retry: () => {} }));
    expect(drawn).to.match(/<h1>This page can’t be shown\.<\/h1>/);
    expect(drawn).to.contain("Nothing was lost").and.to.contain('href="/"');
    expect(drawn).to.match(/<button type="button"[^>]*><span>Try again<\/span><\/button>/);
  });
});
