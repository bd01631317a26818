"""What the environment may say, and what is refused."""

import pytest

from incidents.errors import SettingError
from incidents.settings import EngineKind, Settings, read_settings


def test_nothing_said_is_the_embedded_engine():
    settings = read_settings({})
    assert settings.engine is EngineKind.EMBEDDED
    assert settings.spark_master == Settings().spark_master == "local[*]"
    assert read_settings({"INCIDENTS_ENGINE": "", "INCIDENTS_SPARK_MASTER": ""}) == settings


@pytest.mark.parametrize(
    "master",
    ["local", "local[2]", "local[*]", "local[2,3]", "local-cluster[2,1,1024]", "spark://host:7077",
     "spark://one:7077,two:7077", "yarn", "k8s://https://host:6443"],
)  # fmt: skip
def test_a_master_is_written_as_spark_has_it(master):
    said = {"INCIDENTS_ENGINE": " spark ", "INCIDENTS_SPARK_MASTER": f" {master} "}
    settings = read_settings(said)
    assert settings.engine is EngineKind.SPARK
    assert settings.spark_master == master


@pytest.mark.parametrize("engine", ["pandas", "Spark", "spark,embedded"])
def test_an_unknown_engine_is_refused_with_the_known_ones(engine):
    with pytest.raises(SettingError, match="embedded or spark"):
        read_settings({"INCIDENTS_ENGINE": engine})


@pytest.mark.parametrize("master", ["localhost", "local[two]", "spark://host", "local[2];x", "2"])
def test_what_is_no_master_is_refused(master):
    with pytest.raises(SettingError, match="INCIDENTS_SPARK_MASTER"):
        read_settings({"INCIDENTS_SPARK_MASTER": master})
