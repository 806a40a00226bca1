"use client";

export { ErrorPage as default } from "../src/modules/home/pages/ErrorPage.tsx";
