// The page's language: Streamlit's own page says "en" whatever the guide is written in.
export default function ({ data }) {
  document.documentElement.lang = data.language;
}
