"""The page: `summarizer ui`, or `streamlit run ui/streamlit_app.py -- --db FILE`."""

from pathlib import Path

import streamlit as st
from components.kept import choose_language
from components.plain import inert

from summarizer.errors import SummarizerError
from summarizer.wording import say

HERE = Path(__file__).parent

# the icon is a file of ours: Streamlit would fetch a named one from the network
st.set_page_config(page_title="Summarizer", page_icon=str(HERE / "favicon.png"), layout="wide")
st.html(HERE / "components" / "page.css")
choose_language()
pages = [
    st.Page("app_pages/reading.py", title=say("阅读", "Reading"), icon=":material/article:", url_path="", default=True),
    st.Page("app_pages/models.py", title=say("模型", "Models"), icon=":material/hub:", url_path="models"),
    st.Page("app_pages/overview.py", title=say("总览", "Overview"), icon=":material/monitoring:", url_path="overview"),
    st.Page("app_pages/brief.py", title=say("简报", "Brief"), icon=":material/today:", url_path="brief"),
    st.Page("app_pages/process.py", title=say("处理", "Process"), icon=":material/upload_file:", url_path="process"),
]
page = st.navigation(pages, position="top")
try:
    page.run()
except SummarizerError as error:  # a locked or damaged store, a bad catalogue: said, not traced
    st.error(inert(str(error)))
